import { pauseSeconds } from '../../../lambda/redrive/pause.ts';
import type { LimitValues } from '../limits.ts';
import type { Random, Sampler } from '../sampler.ts';
import type { ServiceTimes } from '../service-times.ts';
import type { Timeline } from '../timeline.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { AccountConcurrency } from './lambda.ts';
import type { Receipt } from './vendor.ts';

interface Body {
  readonly receipt: Receipt;
  receives: number;
}

/** The deployed values. A test compares them with the template. */
export const REDRIVE = { batchSize: 10, visibilityMs: 180_000, maxReceives: 410 } as const;
/** Time until Lambda polls again if no execution was free. */
const POLL_AGAIN_MS = 1_000;
const MINUTE_MS = 60_000;

interface Redrive {
  readonly timeline: Timeline;
  readonly concurrency: number;
  readonly account: AccountConcurrency;
  readonly dynamoDb: DynamoDb;
  readonly times: Pick<ServiceTimes, 'redriven' | 'hanging' | 'paused'>;
  readonly limits: LimitValues;
  readonly random: Random;
  readonly sample: Sampler;
  readonly onRecorded: (receipt: Receipt) => void;
}

/** The fallback queue, and the redrive function that empties it in batches. */
export class FallbackQueue {
  readonly #timeline: Timeline;
  readonly #redrive: Redrive;
  #visible: Body[] = [];
  #next = 0;
  #running = 0;
  #fillsSince = 0;
  #pollsAgain = false;
  /** What happened in the queue and in the redrive function. */
  readonly counts = {
    /** Bodies that are not recorded yet, including those in process. */
    waiting: 0,
    mostWaiting: 0,
    /** Bodies in process or paused, at most. */
    mostInFlight: 0,
    redriven: 0,
    deadLetters: 0,
    /** Bodies that SQS delivered to the redrive function. */
    receives: 0,
    /** Of the redrive function. */
    executions: 0,
    /** Milliseconds of all executions together. */
    executionTime: 0,
    /** Requests to SQS: polls, deletions and pauses. */
    requests: 0,
    /** When the queue was empty, in seconds from the beginning; undefined if nothing was queued, or not all redriven. */
    drainedAfterSeconds: undefined as number | undefined,
  };

  constructor(redrive: Redrive) {
    this.#timeline = redrive.timeline;
    this.#redrive = redrive;
  }

  send(receipt: Receipt): void {
    if (this.counts.waiting === 0) this.#fillsSince = this.#timeline.now;
    this.counts.drainedAfterSeconds = undefined;
    this.counts.waiting += 1;
    this.counts.mostWaiting = Math.max(this.counts.mostWaiting, this.counts.waiting);
    this.#show({ receipt, receives: 0 });
  }

  #show(body: Body): void {
    this.#visible.push(body);
    this.#poll();
  }

  #poll(): void {
    const { account, concurrency, limits } = this.#redrive;
    const minutes = (this.#timeline.now - this.#fillsSince) / MINUTE_MS;
    const batches = Math.min(concurrency, limits.sqsBatches + limits.sqsBatchesPerMinute * minutes);
    const inFlight = () => this.counts.waiting - (this.#visible.length - this.#next);
    while (this.#next < this.#visible.length && this.#running < Math.floor(batches)) {
      if (inFlight() + REDRIVE.batchSize > limits.sqsInFlight) return;
      if (account.inUse >= account.limit) {
        this.#pollLater();
        return;
      }
      this.#start(this.#visible.slice(this.#next, this.#next + REDRIVE.batchSize));
      this.counts.mostInFlight = Math.max(this.counts.mostInFlight, inFlight());
    }
  }

  #pollLater(): void {
    if (this.#pollsAgain) return;
    this.#pollsAgain = true;
    this.#timeline.after(POLL_AGAIN_MS, () => {
      this.#pollsAgain = false;
      this.#poll();
    });
  }

  #start(bodies: readonly Body[]): void {
    const { account, sample, times } = this.#redrive;
    this.#next += bodies.length;
    if (this.#next > 10_000) {
      this.#visible = this.#visible.slice(this.#next);
      this.#next = 0;
    }
    this.#running += 1;
    this.counts.executions += 1;
    this.counts.requests += 1;
    this.counts.receives += bodies.length;
    account.inUse += 1;
    const startedAt = this.#timeline.now;
    const end = () => {
      this.counts.executionTime += this.#timeline.now - startedAt;
      this.#running -= 1;
      account.inUse -= 1;
      this.#poll();
    };
    this.#timeline.after(sample(times.redriven), () => {
      for (const body of bodies) body.receives += 1;
      this.#record(bodies, end);
    });
  }

  /** Writes bodies at the same time, and pauses those that failed. */
  #record(bodies: readonly Body[], end: () => void): void {
    const { dynamoDb, sample, times } = this.#redrive;
    const { now } = this.#timeline;
    if (dynamoDb.hangs(now)) {
      const timeOuts = bodies.map((body) => ({ body, ms: sample(times.hanging) })).sort((a, b) => a.ms - b.ms);
      const failed = timeOuts.map(({ body }) => body);
      this.#timeline.after(timeOuts.at(-1)?.ms ?? 0, () => this.#pause(failed, end));
      return;
    }
    const failed = bodies.filter(({ receipt }) => dynamoDb.write(receipt, now) !== undefined);
    for (const body of bodies) if (!failed.includes(body)) this.#recorded(body);
    // The deletion of those that were recorded
    if (failed.length < bodies.length) this.counts.requests += 1;
    if (failed.length === 0) end();
    else this.#pause(failed, end);
  }

  #recorded({ receipt }: Body): void {
    this.counts.redriven += 1;
    this.counts.waiting -= 1;
    this.#redrive.onRecorded(receipt);
    if (this.counts.waiting === 0) this.counts.drainedAfterSeconds = this.#timeline.now / 1000;
  }

  #pause(failed: readonly Body[], end: () => void): void {
    const { random, sample, times } = this.#redrive;
    this.counts.requests += 1;
    this.#timeline.after(sample(times.paused), () => {
      for (const body of failed) {
        if (body.receives < REDRIVE.maxReceives) {
          this.#timeline.after(1000 * pauseSeconds(body.receives, random()), () => this.#show(body));
        } else {
          this.counts.deadLetters += 1;
          this.counts.waiting -= 1;
        }
      }
      end();
    });
  }
}
