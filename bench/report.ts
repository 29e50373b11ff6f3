import { parseArgs, styleText } from 'node:util';
import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { ReceiptItem } from '../contract/receipt-item.ts';
import { LOCAL_TABLES } from '../contract/tables.ts';
import { toAttributeValues } from '../lambda/store/expression.ts';
import { createTables } from '../local/create-tables.ts';
import { startEngine } from '../local/engine/start-engine.ts';
import { scanMessages } from '../lookup/report/scan-messages.ts';
import type { ReportQuery } from '../report/report.ts';
import { reportsOf } from '../report/report-builder.ts';
import { itemOf, sentMessages, writeItems } from '../test/support/sent-messages.ts';
import { localClient } from '../toolbox/dynamodb-client.ts';

/**
 * Reports of messages by country, and by day and sender: of items on DynamoDB Local, and of copies of some of them in memory,
 * which measures this code without the engine. Prints messages per second and peak memory.
 */
const { values } = parseArgs({
  options: { messages: { type: 'string', default: '1000000' }, 'in-memory': { type: 'string', default: '1000000' } },
});
const [STORED, IN_MEMORY] = [Number(values.messages), Number(values['in-memory'])];
const ITEMS_AT_ONCE = 10_000;
/** Items of a page, of about 1 MB. */
const PAGE = 700;

const QUERIES: readonly ReportQuery[] = [['country'] as const, ['day', 'source'] as const].map((by) => ({
  ...{ by, timeZone: 'UTC', filter: {} },
  from: new Date('2026-11-01T00:00:00Z'),
  to: new Date('2026-12-01T00:00:00Z'),
}));

const items = (seed: number, count: number): Promise<ReceiptItem[]> =>
  Promise.all(sentMessages(count, seed).messages.map(itemOf));

async function measure(what: string, client: DynamoDBClient): Promise<void> {
  let [read, peak, early] = [0, 0, 0];
  const begin = performance.now();
  const period = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') };
  const onRead = (count: number): void => {
    read = count;
    peak = Math.max(peak, process.memoryUsage().rss);
    if (performance.now() - begin < 2_000) early = peak;
  };
  const [report] = await reportsOf(QUERIES, async (add) => {
    await scanMessages({ client, table: LOCAL_TABLES.receiptsTable, ...period, onRead }, add);
  });
  const seconds = (performance.now() - begin) / 1000;
  const mib = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MiB`;
  process.stdout.write(
    `${what}: ${styleText('bold', `${Math.round(read / seconds)} messages a second`)}, ${report?.total.messages} of ${read} in ` +
      `${seconds.toFixed(1)} s; memory at most ${mib(peak)}, ${mib(early)} of it after 2 s\n`,
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

if (IN_MEMORY > 0)
  await measure(
    'in memory',
    inMemory(
      (await items(1, PAGE)).map((item) => toAttributeValues({ ...item })),
      IN_MEMORY,
    ),
  );
if (STORED > 0) {
  const engine = await startEngine('dynamodb-local');
  const client = localClient(engine.endpoint, { requestHandler: { requestTimeout: 600_000 } });
  try {
    await createTables(client);
    for (let seed = 1; seed * ITEMS_AT_ONCE <= STORED; seed += 1)
      await writeItems(client, LOCAL_TABLES.receiptsTable, await items(seed, ITEMS_AT_ONCE));
    await measure('DynamoDB Local', client);
  } finally {
    client.destroy();
    await engine.stop();
  }
}
