import { createHash, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { fixedTokens } from '../../lambda/receive/authenticate.ts';
import { fallbackQueue } from '../../lambda/receive/fallback-queue.ts';
import { createReceiveHandler } from '../../lambda/receive/receive.ts';
import { createRedriveHandler } from '../../lambda/redrive/redrive.ts';
import { createStores } from '../../lambda/store/create-stores.ts';
import { dynamoDbClient } from '../../lambda/store/dynamodb.ts';
import { createTables } from '../../local/create-tables.ts';
import { serve } from '../../local/http/server.ts';
import { compare, expectedMessages } from '../../simulator/expect.ts';
import { generateLifecycles } from '../../simulator/generate-lifecycles.ts';
import type { Body, MessageLifecycle } from '../../simulator/message-lifecycle.ts';
import { createRandom } from '../../simulator/random.ts';
import { type SendReport, send } from '../../simulator/send.ts';
import { createClock } from '../../toolbox/clock.ts';
import { localClient, localConfig } from '../../toolbox/dynamodb-client.ts';
import { httpPost, type Post } from '../../toolbox/http-post.ts';
import { INBOUND_SMS_JSON } from '../fixtures/samples.ts';
import { TOKEN } from '../support/events.ts';
import { startFakeSqs } from '../support/fake-aws.ts';
import { type FaultyProxy, faultyProxy } from '../support/faulty-proxy.ts';
import { RETENTION } from '../support/receiver.ts';
import { sqsEvent } from '../support/sqs-event.ts';
import { atRandom, type FaultTimes, oneAfterTheOther, type Phase } from './plan.ts';

export interface FaultRunSettings {
  /** The URL of a DynamoDB engine. */
  readonly endpoint: string;
  readonly seed: number;
  /** About how many receipts the vendor posts, each by two senders. */
  readonly receipts: number;
  /** Default: 600 ms in both services, 2,400 ms in DynamoDB alone. */
  readonly faultTimes?: FaultTimes;
}

export interface FaultFigures {
  readonly seed: number;
  /** Distinct bodies that the vendor posted. */
  readonly bodies: number;
  readonly posts: number;
  readonly retries: number;
  /** Requests that met a fault, by service. */
  readonly faults: { readonly dynamoDb: number; readonly sqs: number };
  /** Posts by the status code of their answer. */
  readonly answers: Readonly<Record<string, number>>;
  /** Bodies that went through the queue. */
  readonly redriven: number;
  /**
   * Bodies that neither sender got acknowledged. Their clock is the machine's, ten times faster: more than none is a fault
   * only if the machine was not busy. They are posted once more after the faults, so that the tables can be compared.
   */
  readonly dropped: number;
  /** Attributes of items that differ from the pure merge of everything that was posted. */
  readonly differences: readonly string[];
  /** Bodies that were acknowledged and are in no table. */
  readonly lost: number;
}

/** The vendor's clock runs ten times faster: its retries come after 0.1, 1, 3 and 9 seconds. */
const CLOCK_FACTOR = 10;
const RECEIPTS_PER_MESSAGE = 3;

/**
 * Two senders post the same messages to the real handler over HTTP, as the vendor does, while faults are injected between
 * the handler and a real DynamoDB engine, and between it and a fake SQS. Then the queue drains, and the tables are compared
 * with what was posted.
 */
export async function faultRun(settings: FaultRunSettings): Promise<FaultFigures> {
  const { endpoint, seed, receipts, faultTimes = { both: 600, one: 2_400 } } = settings;
  const phases = oneAfterTheOther(faultTimes);
  const suffix = randomUUID();
  const names = { receiptsTable: `DeliveryReceipts-${suffix}`, setAsideTable: `SetAside-${suffix}` };
  const direct = localClient(endpoint);
  await createTables(direct, names);
  const sqs = await startFakeSqs();
  const dynamoDbProxy = await faultyProxy(endpoint);
  const sqsProxy = await faultyProxy(sqs.endpoint);
  const client = dynamoDbClient(localConfig(dynamoDbProxy.endpoint));
  // On the clock of the sender, so that the circuit breaker probes as often as it would between the vendor's retries
  const begin = Date.now();
  const now = () => new Date(begin + (Date.now() - begin) * CLOCK_FACTOR);
  const common = { ...createStores(client, { ...names, ...RETENTION, now }), now, log: () => undefined };
  const server = await serve(
    0,
    'POST /receipts',
    createReceiveHandler({
      ...common,
      tokens: fixedTokens(TOKEN),
      isAllowedSource: () => true,
      queue: fallbackQueue(`${sqsProxy.endpoint}/000000000000/fallback`, {
        endpoint: sqsProxy.endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      }),
    }),
  );
  const { post: postBody, close: closePost } = httpPost(`http://127.0.0.1:${server.port}/receipts`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    timeoutMs: 10_000,
  });
  const redrive = createRedriveHandler({ ...common, pause: async () => undefined });
  let redriven = 0;

  const lifecycles = generateLifecycles({ seed, messages: Math.ceil(receipts / RECEIPTS_PER_MESSAGE) });
  const inbound = inboundMessages(seed, Math.ceil(lifecycles.length / 10));
  const bodies = lifecycles.flatMap((lifecycle) => lifecycle.bodies);

  const faultSchedule = changeFaults([...phases, atRandom(createRandom(seed))], dynamoDbProxy, sqsProxy);
  const queueWorker = whileRunning(drainOnce);
  const reports = await Promise.all([
    post(lifecycles, seed, 1),
    post(lifecycles, seed + 1, 1),
    post(inbound, seed + 2, 0.1),
  ]);
  faultSchedule.clear();
  const dropped = unacknowledged(reports);
  for (const body of dropped) await postUntilAcknowledged(postBody, body);
  await queueWorker.stop();
  while (sqs.messages.length > 0) await drainOnce();

  const differences = await compare(await expectedMessages(bodies), (umid) =>
    read(direct, names.receiptsTable, { umid }),
  );
  const setAside = await Promise.all(
    inbound.flatMap((lifecycle) => lifecycle.bodies).map(({ body }) => isSetAside(body)),
  );
  const lostSetAside = setAside.filter((isThere) => !isThere).length;

  closePost();
  await server.stop();
  await Promise.all([dynamoDbProxy.close(), sqsProxy.close(), sqs.close()]);
  client.destroy();
  direct.destroy();
  return {
    seed,
    bodies: bodies.length + inbound.length,
    posts: sum(reports, ({ posts }) => posts),
    retries: sum(reports, ({ retries }) => retries),
    faults: { dynamoDb: faultsOf(dynamoDbProxy), sqs: faultsOf(sqsProxy) },
    answers: addedUp(reports.map(({ answers }) => answers)),
    redriven,
    dropped: dropped.length,
    differences: differences.map(({ umid, attribute }) => `${umid} ${attribute}`),
    lost: differences.filter(({ attribute }) => attribute === 'history' || attribute === 'item').length + lostSetAside,
  };

  async function post(theirs: readonly MessageLifecycle[], theirSeed: number, share: number): Promise<SendReport> {
    const planned = sum(phases, ({ ms }) => ms);
    const seconds = (planned * 1.3 * CLOCK_FACTOR) / 1000;
    return send(theirs, {
      post: postBody,
      clock: createClock(CLOCK_FACTOR),
      seed: theirSeed,
      concurrency: 20,
      // Spread over all the phases of faults
      postsPerSecond: Math.max((receipts * share) / seconds, 0.01),
      duplicates: 0.1,
      disorder: 0.2,
      lateness: 0.05,
    });
  }

  /** Handles a batch as the queue's event source does: failed messages go back to the queue. */
  async function drainOnce(): Promise<void> {
    const batch = sqs.messages.splice(0, 10);
    const { batchItemFailures } = await redrive(
      sqsEvent(
        batch.map(({ body }) => body),
        batch.map(({ id }) => id),
      ),
    );
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    redriven += batch.length - failed.size;
    sqs.messages.push(...batch.filter(({ id }) => failed.has(id)));
    if (batch.length === 0 || failed.size > 0) await setTimeout(100);
  }

  async function isSetAside(body: string): Promise<boolean> {
    const id = createHash('sha256').update(body).digest('hex');
    return (await read(direct, names.setAsideTable, { id })) !== undefined;
  }
}

/** Bodies that the vendor dropped, unless the other sender or a duplicate got them acknowledged. */
export function unacknowledged(reports: readonly SendReport[]): Body[] {
  const acknowledged = new Set(reports.flatMap((report) => report.acknowledged.map(({ body }) => body.body)));
  const dropped = reports.flatMap((report) => report.dropped.map(({ body }) => body));
  return [...new Map(dropped.map((body) => [body.body, body])).values()].filter(({ body }) => !acknowledged.has(body));
}

/** A busy machine may be too slow for one post. If none is acknowledged, the time limit of the test ends the loop. */
export async function postUntilAcknowledged(post: Post, body: Body): Promise<void> {
  for (;;) {
    const answer = await post(body).catch(() => undefined);
    if (answer !== undefined && answer.statusCode < 300) return;
    await setTimeout(100);
  }
}

function changeFaults(phases: readonly Phase[], dynamoDb: FaultyProxy, sqs: FaultyProxy): { clear(): void } {
  const coming = [...phases];
  let timer: NodeJS.Timeout | undefined;
  const next = (): void => {
    const phase = coming.shift();
    if (phase === undefined) return;
    dynamoDb.fault = phase.dynamoDb;
    sqs.fault = phase.sqs;
    if (Number.isFinite(phase.ms)) timer = globalThis.setTimeout(next, phase.ms);
  };
  next();
  return {
    clear: () => {
      clearTimeout(timer);
      dynamoDb.fault = 'none';
      sqs.fault = 'none';
    },
  };
}

function whileRunning(step: () => Promise<void>): { stop(): Promise<void> } {
  let running = true;
  const loop = (async () => {
    while (running) await step();
  })();
  return {
    stop: async () => {
      running = false;
      await loop;
    },
  };
}

/** Different inbound SMS, which come to the same URL and are set aside. */
function inboundMessages(seed: number, count: number): MessageLifecycle[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const webhook = JSON.parse(INBOUND_SMS_JSON) as { payload: { umid: string } };
    const umid = random.uuid();
    webhook.payload.umid = umid;
    const body: Body = { contentType: 'application/json', body: JSON.stringify(webhook), at };
    return { umid, bodies: [body] };
  });
}

async function read(client: DynamoDBDocumentClient, table: string, key: Record<string, string>) {
  return (await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;
}

function faultsOf({ counts }: FaultyProxy): number {
  const { none, ...faults } = counts;
  return sum(Object.values(faults), (count) => count);
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}

function addedUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const count of counts) for (const [key, value] of Object.entries(count)) total[key] = (total[key] ?? 0) + value;
  return total;
}
