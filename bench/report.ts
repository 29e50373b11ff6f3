import { randomUUID } from 'node:crypto';
import { parseArgs, styleText } from 'node:util';
import { type AttributeValue, CreateTableCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { ReceiptItem } from '../contract/receipt-item.ts';
import { LOCAL_TABLES } from '../contract/tables.ts';
import { toAttributeValues } from '../lambda/store/expression.ts';
import { startEngine } from '../local/engine/start-engine.ts';
import { scanMessages } from '../lookup/report/scan-messages.ts';
import type { ReportQuery } from '../report/report.ts';
import { reportsOf } from '../report/report-builder.ts';
import { itemOf, sentMessages } from '../test/support/sent-messages.ts';
import { localClient } from '../toolbox/dynamodb-client.ts';
import { fillTable } from './measure/fill-table.ts';
import { Stopwatch } from './measure/stopwatch.ts';

/**
 * Reports of messages by country, and by day and sender: of items on DynamoDB Local, and of copies of some of them in memory,
 * which measures this code without the engine. Prints messages per second and peak memory.
 */
const { values } = parseArgs({ options: { messages: { type: 'string', default: '1000000' } } });
const STORED = Number(values.messages);
const IN_MEMORY = 1_000_000;
/** Different items. */
const ORIGINALS = 2_000;
/** Items of a page, of about 1 MB. */
const PAGE = 700;

const PERIOD = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') };
const QUERIES: readonly ReportQuery[] = [['country'] as const, ['day', 'source'] as const].map((by) => ({
  ...{ by, timeZone: 'UTC', filter: {} },
  ...PERIOD,
}));

const items = (seed: number, count: number): Promise<ReceiptItem[]> =>
  Promise.all(sentMessages(count, seed).messages.map(itemOf));

async function measure(what: string, client: DynamoDBClient): Promise<void> {
  let read = 0;
  const watch = new Stopwatch();
  const onRead = (count: number): void => {
    read = count;
    watch.look();
  };
  const [report] = await reportsOf(QUERIES, async (add) => {
    await scanMessages({ client, table: LOCAL_TABLES.receiptsTable, ...PERIOD, onRead }, add);
  });
  const { seconds, memory } = watch;
  process.stdout.write(
    `${what}: ${styleText('bold', `${Math.round(read / seconds)} messages a second`)}, ${report?.total.messages} of ${read} in ` +
      `${seconds.toFixed(1)} s; ${memory}\n`,
  );
}

/** Answers each scan of a segment with pages of the same items. */
function inMemory(all: readonly Record<string, AttributeValue>[], count: number): DynamoDBClient {
  const left = new Map<number, number>();
  const send = async (command: unknown) => {
    if (!(command instanceof ScanCommand)) throw new TypeError('only scans');
    const { Segment = 0, TotalSegments = 1 } = command.input;
    const rest = left.get(Segment) ?? Math.ceil(count / TotalSegments);
    left.set(Segment, rest - PAGE);
    const Items = all.slice(0, Math.min(PAGE, rest));
    return { Items, ScannedCount: Items.length, ...(rest > PAGE && { LastEvaluatedKey: { umid: { S: `${rest}` } } }) };
  };
  return { send } as unknown as DynamoDBClient;
}

const page = (await items(1, PAGE)).map((item) => toAttributeValues({ ...item }));
await measure('in memory', inMemory(page, IN_MEMORY));
const originals = await items(2, ORIGINALS);
const engine = await startEngine('dynamodb-local');
const client = localClient(engine.endpoint, { requestHandler: { requestTimeout: 600_000 } });
try {
  await createTable(client);
  const watch = new Stopwatch();
  await fillTable(client, LOCAL_TABLES.receiptsTable, { from: 0, to: STORED }, (index) => ({
    ...originals[index % ORIGINALS],
    umid: randomUUID(),
  }));
  const { seconds } = watch;
  process.stdout.write(
    `${STORED} items written to DynamoDB Local in ${seconds.toFixed(1)} s, ${Math.round(STORED / seconds)} a second\n`,
  );
  await measure('DynamoDB Local', client);
} finally {
  client.destroy();
  await engine.stop();
}

/** Without indexes: a report does not read them, and they would take most of the time of the writes. */
async function createTable(client: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: LOCAL_TABLES.receiptsTable,
      AttributeDefinitions: [{ AttributeName: 'umid', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'umid', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
}
