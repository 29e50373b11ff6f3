import { RETRY_PAUSES_S } from '../eight-by-eight/posting.ts';
import type { Clock } from '../toolbox/clock.ts';
import type { Answer, Post } from '../toolbox/http-post.ts';
import { limitConcurrency } from '../toolbox/limit-concurrency.ts';
import type { MessageLifecycle } from './message-lifecycle.ts';
import { createRandom } from './random.ts';
import { type DeliveryFaults, type Posting, schedule } from './schedule.ts';

export interface SendSettings extends DeliveryFaults {
  readonly post: Post;
  readonly clock: Clock;
  /** Seed for duplicates, disorder and lateness. */
  readonly seed: number;
  /** Concurrent posts, without those that wait for a retry. Default: 10. */
  readonly concurrency?: number;
  /** First tries per second; undefined for as fast as the answers arrive. */
  readonly postsPerSecond?: number | undefined;
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the run: bodies that were not posted yet are left out, those that wait for a retry are dropped. */
  readonly signal?: AbortSignal;
}

interface Progress {
  /** Postings that were acknowledged or dropped. */
  readonly ended: number;
  readonly total: number;
  readonly posts: number;
  readonly retries: number;
}

interface Acknowledged extends Posting {
  readonly answer: Answer;
}

export interface SendReport {
  /** Posts that were made, retries included. */
  readonly posts: number;
  readonly retries: number;
  /** Answered with 2XX. A body with a duplicate may be in it twice. */
  readonly acknowledged: readonly Acknowledged[];
  /** Dropped after the last retry. */
  readonly dropped: readonly Posting[];
  /** Posts per status code, and under `none` those without an answer. */
  readonly answers: Readonly<Record<string, number>>;
}

/** {@link RETRY_PAUSES_S} in milliseconds. */
export const RETRY_PAUSES_MS: readonly number[] = RETRY_PAUSES_S.map((pause) => pause * 1000);

/** Posts as the vendor does: a receipt that is not acknowledged is posted again four times, and then dropped. */
export async function send(lifecycles: readonly MessageLifecycle[], settings: SendSettings): Promise<SendReport> {
  const { post, clock, seed, concurrency = 10, postsPerSecond, onProgress, signal } = settings;
  const postings = schedule(lifecycles, settings, createRandom(seed));
  const limited = limitConcurrency(concurrency);
  const acknowledged: Acknowledged[] = [];
  const dropped: Posting[] = [];
  const answers: Record<string, number> = {};
  let posts = 0;
  let retries = 0;

  const queue = postings.entries();
  const retrying: Promise<void>[] = [];
  const begin = clock.now();
  await Promise.all(Array.from({ length: concurrency }, work));
  await Promise.all(retrying);
  return { posts, retries, acknowledged, dropped, answers };

  async function work(): Promise<void> {
    for (const [index, posting] of queue) {
      if (postsPerSecond !== undefined) await sleepUntil(begin + (index * 1000) / postsPerSecond);
      if (signal?.aborted) return;
      // Retries do not delay later postings
      if (!(await isAcknowledged(posting))) retrying.push(retry(posting));
    }
  }

  async function retry(posting: Posting): Promise<void> {
    for (const pause of RETRY_PAUSES_MS) {
      await clock.sleep(pause, signal);
      if (signal?.aborted) break;
      retries += 1;
      if (await isAcknowledged(posting)) return;
    }
    dropped.push(posting);
    reportProgress();
  }

  async function isAcknowledged(posting: Posting): Promise<boolean> {
    posts += 1;
    const answer = await limited(() => post(posting.body)).catch(() => undefined);
    const key = answer?.statusCode ?? 'none';
    answers[key] = (answers[key] ?? 0) + 1;
    if (answer === undefined || answer.statusCode < 200 || answer.statusCode > 299) return false;
    acknowledged.push({ ...posting, answer });
    reportProgress();
    return true;
  }

  async function sleepUntil(time: number): Promise<void> {
    const wait = time - clock.now();
    if (wait > 0) await clock.sleep(wait, signal);
  }

  function reportProgress(): void {
    onProgress?.({ ended: acknowledged.length + dropped.length, total: postings.length, posts, retries });
  }
}
