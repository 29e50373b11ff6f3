import { pauseSeconds } from '../../../lambda/redrive/pause.ts';
import type { LimitValues } from '../limits.ts';
import type { Random, Sampler } from '../sampler.ts';
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
/** The pauses before retries of a throttled write, if an execution retries. */
const RETRY_PAUSES: readonly Duration[] = [50, 100, 200, 400].map((median) => ({ median, p90: 1.8 * median }));
/** Time until Lambda polls again if no execution was free. */
const POLL_AGAIN_MS = 1_000;
const MINUTE_MS = 60_000;

/** How the redrive function works. Alternatives are simulated to compare them. */
export interface RedriveDesign {
  /** The queue's visibility time-out is the pause of every failed body. Default: false. */
  readonly fixedPause?: boolean;
  /** The bodies of a message in a batch are one write. Default: false. */
  readonly merges?: boolean;
  /** The writes of a batch id in one execution come one after the other, until one is throttled. Default: false. */
  readonly paces?: boolean;
  /** Retries of a throttled write within an execution. Default: 0. */
  readonly retries?: number;
}

interface Redrive extends RedriveDesign {
  readonly concurrency: number;
  readonly account: AccountConcurrency;
  readonly dynamoDb: DynamoDb;
  readonly times: Pick<ServiceTimes, 'redriven' | 'recorded' | 'hanging' | 'paused'>;
  readonly limits: LimitValues;
}

/** The fallback queue, and the redrive function that empties it in batches. */
export class FallbackQueue {
  readonly #timeline: Timeline;
  readonly #redrive: Redrive;
  readonly #random: Random;
  readonly #sample: Sampler;
  readonly #onRecorded: (receipt: Receipt) => void;
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
  /** Bodies in process or paused, at most. */
  mostInFlight = 0;
  /** Writes of the redrive function that DynamoDB throttled. */
  throttles = 0;
  /** Bodies that SQS delivered. */
  receives = 0;
  /** Executions of the redrive function, how long all took in milliseconds, and requests to SQS: polls, deletions, pauses. */
  executions = 0;
  requests = 0;
  executionTime = 0;
  /** When the last body was recorded. */
  drainedAt: number | undefined;

  constructor(
    timeline: Timeline,
    redrive: Redrive,
    random: Random,
    sample: Sampler,
    onRecorded: (receipt: Receipt) => void,
  ) {
    this.#timeline = timeline;
    this.#redrive = redrive;
    this.#random = random;
    this.#sample = sample;
    this.#onRecorded = onRecorded;
  }

  send(receipt: Receipt): void {
    if (this.waiting === 0) this.#fillsSince = this.#timeline.now;
    this.waiting += 1;
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
    const inFlight = () => this.waiting - (this.#visible.length - this.#next);
    while (this.#next < this.#visible.length && this.#running < Math.floor(batches)) {
      if (inFlight() + REDRIVE.batchSize > limits.sqsInFlight) return;
      if (!account.free) {
        this.#pollLater();
        return;
      }
      this.#start(this.#visible.slice(this.#next, this.#next + REDRIVE.batchSize));
      this.mostInFlight = Math.max(this.mostInFlight, inFlight());
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
    this.executions += 1;
    this.requests += 1;
    this.receives += bodies.length;
    this.#redrive.account.acquire();
    const startedAt = this.#timeline.now;
    const failed: Body[] = [];
    const groups = this.#queuesOf(bodies);
    let open = groups.length;
    const end = () => {
      this.executionTime += this.#timeline.now - startedAt;
      this.#running -= 1;
      this.#redrive.account.release();
      this.#poll();
    };
    const pauseFailed = () => {
      for (const body of failed) this.#failed(body, startedAt);
      end();
    };
    const endOne = () => {
      open -= 1;
      if (open > 0) return;
      if (failed.length < bodies.length) this.requests += 1;
      if (failed.length === 0) end();
      else if (this.#redrive.fixedPause) pauseFailed();
      else {
        this.requests += 1;
        this.#timeline.after(this.#sample(this.#redrive.times.paused), pauseFailed);
      }
    };
    this.#timeline.after(this.#sample(this.#redrive.times.redriven), () => {
      for (const body of bodies) body.receives += 1;
      for (const group of groups) this.#recordQueue(group, failed, endOne);
    });
  }

  /** Writes that run one after the other, each of one or more bodies. */
  #queuesOf(bodies: readonly Body[]): (readonly Body[])[][] {
    const { merges, paces } = this.#redrive;
    const writes = merges ? groupsBy(bodies, ({ receipt }) => receipt.message) : bodies.map((body) => [body]);
    return paces ? groupsBy(writes, ([body]) => body?.receipt.batch) : writes.map((write) => [write]);
  }

  #recordQueue([write, ...later]: (readonly Body[])[], failed: Body[], end: () => void): void {
    if (write === undefined) {
      end();
      return;
    }
    const pauses = RETRY_PAUSES.slice(0, this.#redrive.retries ?? 0);
    this.#record(write, pauses, (isRecorded) => {
      if (isRecorded && later.length > 0) {
        this.#timeline.after(this.#sample(this.#redrive.times.recorded), () => this.#recordQueue(later, failed, end));
        return;
      }
      if (!isRecorded) failed.push(...write, ...later.flat());
      end();
    });
  }

  #record(bodies: readonly Body[], [pause, ...pauses]: readonly Duration[], end: (isRecorded: boolean) => void): void {
    const { dynamoDb, times } = this.#redrive;
    const { now } = this.#timeline;
    if (dynamoDb.hangs(now)) {
      this.#timeline.after(this.#sample(times.hanging), () => end(false));
    } else if (dynamoDb.write(mergedOf(bodies), now) === undefined) {
      for (const body of bodies) this.#recorded(body);
      end(true);
    } else {
      this.throttles += 1;
      if (pause === undefined) end(false);
      else this.#timeline.after(this.#sample(pause), () => this.#record(bodies, pauses, end));
    }
  }

  #recorded({ receipt }: Body): void {
    this.redriven += 1;
    this.waiting -= 1;
    this.#onRecorded(receipt);
    if (this.waiting === 0) this.drainedAt = this.#timeline.now;
  }

  #failed(body: Body, startedAt: number): void {
    if (body.receives >= REDRIVE.maxReceives) {
      this.deadLetters += 1;
      this.waiting -= 1;
    } else if (this.#redrive.fixedPause) {
      this.#timeline.at(startedAt + REDRIVE.visibilityMs, () => this.#show(body));
    } else {
      this.#timeline.after(1000 * pauseSeconds(body.receives, this.#random()), () => this.#show(body));
    }
  }
}

/** The write of the bodies of one message. */
function mergedOf(bodies: readonly Body[]): Pick<Receipt, 'first' | 'batch' | 'message'> {
  const [{ receipt } = {} as Body] = bodies;
  return { ...receipt, first: bodies.some((body) => body.receipt.first) };
}

function groupsBy<T>(values: readonly T[], keyOf: (value: T) => unknown): T[][] {
  const groups = new Map<unknown, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return [...groups.values()];
}
