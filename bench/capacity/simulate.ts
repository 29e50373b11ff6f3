import { delaysOf } from './delays.ts';
import { randomOf, type Sampler, samplerOf } from './sampler.ts';
import { scaledDown, scaledUp } from './scale.ts';
import type { Result, Scenario } from './scenario.ts';
import { SERVICE_TIMES } from './service-times.ts';
import { ApiGateway } from './station/api-gateway.ts';
import { DynamoDb } from './station/dynamodb.ts';
import { EventBus } from './station/event-bus.ts';
import { FallbackQueue } from './station/fallback-queue.ts';
import { type AccountConcurrency, type Container, Lambda } from './station/lambda.ts';
import { receiveFunction } from './station/receive.ts';
import { type Receipt, Vendor } from './station/vendor.ts';
import { type LimitName, Tally } from './tally.ts';
import { Timeline } from './timeline.ts';

/** Bodies that are still queued then count as waiting. */
const MAX_DURATION_MS = 24 * 3_600_000;

/** Simulates receipts from the vendor's first post until the fallback queue is empty. */
export function simulate(scenario: Scenario): Result {
  const { dynamoDb: health = 'healthy', outageSeconds = 600, times = SERVICE_TIMES, scale = 1 } = scenario;
  const { load, settings, limits } = scaledDown(scenario.load, scenario.settings, scale);
  const random = randomOf(scenario.seed ?? 1);
  const sample: Sampler = samplerOf(random);
  const timeline = new Timeline();
  const tally = new Tally();
  const account: AccountConcurrency = { limit: settings.accountConcurrency, inUse: 0 };
  const outage = health === 'healthy' ? undefined : { kind: health, untilMs: outageSeconds * 1000 };
  const dynamoDb = new DynamoDb(settings, limits, outage);
  const gateway = new ApiGateway(settings);
  const lambda = new Lambda(account, settings.reservedConcurrency, limits);
  const receive = receiveFunction(dynamoDb, times, sample);
  const redrive = { concurrency: settings.redriveConcurrency, account, dynamoDb, times, limits };
  const fallbackQueue = new FallbackQueue({ ...redrive, timeline, random, sample, onRecorded: inTable });
  const eventBus = new EventBus(settings.eventInvocations);
  const vendor = new Vendor(timeline, load, post);
  const delaysMs: number[] = [];

  vendor.start();
  timeline.run(MAX_DURATION_MS);
  return scaledUp(
    {
      receipts: vendor.receipts,
      ...tally.counts,
      limits: tally.limits,
      queue: fallbackQueue.counts,
      delays: delaysOf(delaysMs, vendor.receipts),
      events: { maxLateMs: eventBus.maxLateMs },
      containers: lambda.containers,
    },
    scale,
  );

  function post(receipt: Receipt): void {
    const { now } = timeline;
    tally.counts.posts += 1;
    if (receipt.tries === 2) tally.counts.retried += 1;
    const passed = gateway.refusal(now) ?? lambda.start(now);
    if (typeof passed === 'string') refuse(receipt, passed);
    else if (passed.cold) timeline.after(sample(times.coldStart), () => serve(receipt, passed));
    else serve(receipt, passed);
  }

  function serve(receipt: Receipt, container: Container): void {
    const { ms, queuedFor } = receive(receipt, container, timeline.now);
    timeline.after(ms, () => {
      lambda.finish(container);
      tally.counts[queuedFor ? 'queued' : 'recorded'] += 1;
      if (queuedFor === undefined) inTable(receipt);
      else {
        tally.countLimit(queuedFor, timeline.now);
        fallbackQueue.send(receipt);
      }
    });
  }

  function inTable({ postedAt }: Receipt): void {
    delaysMs.push(timeline.now - postedAt);
    eventBus.publish(timeline.now);
  }

  function refuse(receipt: Receipt, limit: LimitName): void {
    tally.countLimit(limit, timeline.now);
    tally.counts.refused += 1;
    timeline.after(sample(times.refused), () => {
      if (!vendor.refused(receipt)) tally.counts.lost += 1;
    });
  }
}
