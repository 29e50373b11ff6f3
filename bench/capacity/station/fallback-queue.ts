import { BATCH_TIMEOUT_MS } from '../../../lambda/redrive/redrive.ts';
import type { LimitValues } from '../limits.ts';
import type { Sampler } from '../sampler.ts';
import type { Duration, ServiceTimes } from '../service-times.ts';
import type { Timeline } from '../timeline.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { AccountConcurrency } from './lambda.ts';
import type { Receipt } from './receipt.ts';

interface Body {
  readonly receipt: Receipt;
  receives: number;
}

/** The deployed values. A test compares them with the template. */
export const REDRIVE = { batchSize: 10, visibilityMs: 180_000, maxReceives: 410 } as const;
/** The pauses before retries of a throttled write, as in `lambda/store/send-with-retries.ts`. */
const RETRY_PAUSES: readonly Duration[] = [50, 100, 200, 400].map((median) => ({ median, p90: 1.8 * median }));
/** Time until Lambda polls again if no execution was free. */
const POLL_AGAIN_MS = 1_000;
const MINUTE_MS = 60_000;

interface Redrive {
  readonly concurrency: number;
  readonly account: AccountConcurrency;
  readonly dynamoDb: DynamoDb;
  readonly times: Pick<ServiceTimes, 'redriven'>;
  readonly limits: LimitValues;
}

/** The fallback queue, and the redrive function that empties it in batches. */
export class FallbackQueue {
  readonly #timeline: Timeline;
  readonly #redrive: Redrive;
  readonly #sample: Sampler;
  readonly #onChange: (waiting: number) => void;
  #visible: Body[] = [];
  #next = 0;
  #running = 0;
  #fillsSince = 0;
  #pollsAgain = false;
  /** Bodies that are not recorded yet, including those in process. */
  waiting = 0;
  redriven = 0;
  deadLetters = 0;
  mostWaiting = 0;
  /** Writes of the redrive function that DynamoDB throttled. */
  throttles = 0;
  /** When the last body was recorded. */
  drainedAt: number | undefined;

  constructor(timeline: Timeline, redrive: Redrive, sample: Sampler, onChange: (waiting: number) => void) {
    this.#timeline = timeline;
    this.#redrive = redrive;
    this.#sample = sample;
    this.#onChange = onChange;
  }

  send(receipt: Receipt): void {
    if (this.waiting === 0) this.#fillsSince = this.#timeline.now;
    this.#change(1);
    this.mostWaiting = Math.max(this.mostWaiting, this.waiting);
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
    while (this.#next < this.#visible.length && this.#running < Math.floor(batches)) {
      if (!account.free) {
        this.#pollLater();
        return;
      }
      this.#start(this.#visible.slice(this.#next, this.#next + REDRIVE.batchSize));
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
    this.#next += bodies.length;
    if (this.#next > 10_000) {
      this.#visible = this.#visible.slice(this.#next);
      this.#next = 0;
    }
    this.#running += 1;
    this.#redrive.account.acquire();
    const visibleAt = this.#timeline.now + REDRIVE.visibilityMs;
    let open = bodies.length;
    const end = (body: Body, isRecorded: boolean) => {
      if (isRecorded) this.#recorded();
      else this.#failed(body, visibleAt);
      open -= 1;
      if (open > 0) return;
      this.#running -= 1;
      this.#redrive.account.release();
      this.#poll();
    };
    this.#timeline.after(this.#sample(this.#redrive.times.redriven), () => {
      for (const body of bodies) {
        body.receives += 1;
        this.#record(body, RETRY_PAUSES, end);
      }
    });
  }

  #record(body: Body, [pause, ...pauses]: readonly Duration[], end: (body: Body, isRecorded: boolean) => void): void {
    const { dynamoDb } = this.#redrive;
    const { now } = this.#timeline;
    if (dynamoDb.hangs(now)) {
      this.#timeline.after(BATCH_TIMEOUT_MS, () => end(body, false));
    } else if (dynamoDb.write(body.receipt, now) === undefined) {
      end(body, true);
    } else {
      this.throttles += 1;
      if (pause === undefined) end(body, false);
      else this.#timeline.after(this.#sample(pause), () => this.#record(body, pauses, end));
    }
  }

  #recorded(): void {
    this.redriven += 1;
    this.#change(-1);
    if (this.waiting === 0) this.drainedAt = this.#timeline.now;
  }

  #failed(body: Body, visibleAt: number): void {
    if (body.receives < REDRIVE.maxReceives) {
      this.#timeline.at(visibleAt, () => this.#show(body));
    } else {
      this.deadLetters += 1;
      this.#change(-1);
    }
  }

  #change(by: number): void {
    this.waiting += by;
    this.#onChange(this.waiting);
  }
}
