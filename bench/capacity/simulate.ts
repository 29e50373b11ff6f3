import { type Sampler, samplerOf } from './sampler.ts';
import { scaledDown, scaledUp } from './scale.ts';
import { SERVICE_TIMES, type ServiceTimes } from './service-times.ts';
import type { CapacitySettings } from './settings.ts';
import { ApiGateway } from './station/api-gateway.ts';
import { DynamoDb } from './station/dynamodb.ts';
import { FallbackQueue } from './station/fallback-queue.ts';
import { AccountConcurrency, type Container, Lambda } from './station/lambda.ts';
import type { Receipt } from './station/receipt.ts';
import { Receive } from './station/receive.ts';
import { type Load, Vendor } from './station/vendor.ts';
import { type LimitName, type Met, type Second, Tally } from './tally.ts';
import { Timeline } from './timeline.ts';

export interface Scenario {
  readonly load: Load;
  readonly settings: CapacitySettings;
  /** Default: healthy. */
  readonly dynamoDb?: 'healthy' | 'throttled' | 'hanging' | undefined;
  /** Seconds from the beginning for which DynamoDB is not healthy. Default: 600. */
  readonly outageSeconds?: number | undefined;
  /** Default: the receiver of today. */
  readonly times?: ServiceTimes;
  /** A whole number; the same one gives the same run. Default: 1. */
  readonly seed?: number | undefined;
  /**
   * Simulates a chain of which everything is so many times smaller, and multiplies the counts: for loads of millions of
   * receipts. Default: 1.
   */
  readonly scale?: number | undefined;
}

/** What became of the receipts. */
export interface Result {
  readonly receipts: number;
  /** Posts of the vendor, retries included. */
  readonly posts: number;
  /** Receipts answered 200. */
  readonly recorded: number;
  /** Receipts answered 202. */
  readonly queued: number;
  /** Posts that were refused: 429, 5xx. */
  readonly refused: number;
  /** Receipts that were posted more than once. */
  readonly retried: number;
  /** Receipts that the vendor dropped. */
  readonly lost: number;
  /** What refused posts and had receipts queued, in the order in which it was met. */
  readonly limits: readonly Met[];
  readonly queue: {
    readonly mostWaiting: number;
    readonly redriven: number;
    readonly deadLetters: number;
    /** At the end of the run. */
    readonly waiting: number;
    readonly throttles: number;
    /** When the queue was empty, in seconds from the beginning; undefined where nothing was queued, or not all redriven. */
    readonly drainedAfterSeconds: number | undefined;
  };
  /** The most containers of the receive function. */
  readonly containers: number;
  readonly seconds: readonly Second[];
}

/** What drains later than that is given as waiting. */
const LONGEST_MS = 24 * 3_600_000;

/** Runs receipts through the chain, from the vendor's first post until the fallback queue is empty. */
export function simulate(scenario: Scenario): Result {
  const { dynamoDb: health = 'healthy', outageSeconds = 600, times = SERVICE_TIMES, scale = 1 } = scenario;
  const { load, settings, limits } = scaledDown(scenario.load, scenario.settings, scale);
  const sample: Sampler = samplerOf(scenario.seed ?? 1);
  const timeline = new Timeline();
  const tally = new Tally();
  const account = new AccountConcurrency(settings.accountConcurrency);
  const outage = health === 'healthy' ? undefined : { kind: health, untilMs: outageSeconds * 1000 };
  const dynamoDb = new DynamoDb(settings, limits, outage);
  const gateway = new ApiGateway(settings);
  const lambda = new Lambda(account, settings.reservedConcurrency, limits);
  const receive = new Receive(dynamoDb, times, sample);
  const redrive = { concurrency: settings.redriveConcurrency, account, dynamoDb, times, limits };
  const fallbackQueue = new FallbackQueue(timeline, redrive, sample, (waiting) => {
    tally.second(timeline.now).waiting = waiting;
  });
  const vendor = new Vendor(timeline, load, post);

  vendor.start();
  timeline.run(LONGEST_MS);
  const { posts, recorded, queued, refused, retried, lost, seconds } = tally;
  const { mostWaiting, redriven, deadLetters, waiting, throttles, drainedAt } = fallbackQueue;
  const drainedAfterSeconds = waiting > 0 || drainedAt === undefined ? undefined : drainedAt / 1000;
  const queue = { mostWaiting, redriven, deadLetters, waiting, throttles, drainedAfterSeconds };
  return scaledUp(
    {
      ...{ receipts: vendor.receipts, posts, recorded, queued, refused, retried, lost, limits: tally.limits, queue },
      ...{ containers: lambda.containers, seconds },
    },
    scale,
  );

  function post(receipt: Receipt): void {
    const { now } = timeline;
    tally.count('posts', now);
    if (receipt.tries === 2) tally.retried += 1;
    const passed = gateway.refusal(now) ?? lambda.start(now);
    if (typeof passed === 'string') refuse(receipt, passed);
    else serve(receipt, passed);
  }

  function serve(receipt: Receipt, container: Container): void {
    const { ms, queuedFor } = receive.receive(receipt, container, timeline.now);
    timeline.after(ms, () => {
      lambda.finish(container);
      tally.count(queuedFor ? 'queued' : 'recorded', timeline.now);
      if (queuedFor === undefined) return;
      tally.met(queuedFor, timeline.now);
      fallbackQueue.send(receipt);
    });
  }

  function refuse(receipt: Receipt, limit: LimitName): void {
    tally.met(limit, timeline.now);
    tally.count('refused', timeline.now);
    timeline.after(sample(times.refused), () => {
      if (!vendor.refused(receipt)) tally.count('lost', timeline.now);
    });
  }
}
