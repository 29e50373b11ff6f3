import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { clockOf } from '../../simulator/clock.ts';
import { compare, expectedMessages } from '../../simulator/expect.ts';
import { generateLifecycles } from '../../simulator/generate-lifecycles.ts';
import { httpPost } from '../../simulator/http-post.ts';
import { limitConcurrency } from '../../simulator/limit-concurrency.ts';
import type { MessageLifecycle } from '../../simulator/message-lifecycle.ts';
import type { DeliveryFaults } from '../../simulator/schedule.ts';
import { type SendReport, send } from '../../simulator/send.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { progressOf } from '../terminal/progress.ts';
import { type Comparison, type RunSummary, summaryOf } from './summary.ts';

export interface RunSettings extends DeliveryFaults {
  readonly url: string;
  readonly token: string;
  readonly messages: number;
  readonly seed: number;
  readonly concurrency: number;
  /** First tries a second; undefined for as fast as answers come. */
  readonly rate?: number | undefined;
  /** Milliseconds that the vendor waits for an answer. */
  readonly timeoutMs: number;
  /** Erase the messages from the table at the end. */
  readonly remove?: boolean | undefined;
}

const DELETES_AT_ONCE = 16;

/**
 * Sends lives of messages, then compares the table with what was sent.
 *
 * @param place - undefined where nobody said where the table is
 */
export async function runSender(settings: RunSettings, connection: TableConnection | undefined): Promise<RunSummary> {
  const { url, token, messages, seed, timeoutMs, rate, remove } = settings;
  const lifecycles = generateLifecycles({ seed, messages });
  const http = httpPost(url, { headers: { authorization: `Bearer ${token}` }, timeoutMs });
  const progress = await progressOf('Sending receipts', 100);
  const begin = performance.now();
  const report = await send(lifecycles, {
    ...settings,
    post: http.post,
    clock: clockOf(),
    postsPerSecond: rate,
    onProgress: ({ ended, total }) => progress.to(Math.floor((100 * ended) / total)),
  }).finally(() => {
    http.close();
    progress.end();
  });
  const seconds = (performance.now() - begin) / 1000;
  const comparison = connection && (await compareTable(connection, lifecycles, report));
  if (connection && remove) await removeMessages(connection, lifecycles);
  return summaryOf(seed, lifecycles, report, seconds, comparison);
}

/** Messages of which a receipt was dropped are left out: it may be recorded all the same. */
async function compareTable(
  connection: TableConnection,
  lifecycles: readonly MessageLifecycle[],
  { dropped }: SendReport,
): Promise<Comparison> {
  const uncertain = new Set(dropped.map(({ life }) => life.umid));
  const expected = await expectedMessages(
    lifecycles.filter(({ umid }) => !uncertain.has(umid)).flatMap(({ bodies }) => bodies),
  );
  const progress = await progressOf('Comparing messages', expected.size);
  const readItem = async (umid: string) => {
    const read = new GetCommand({ TableName: connection.receiptsTable, Key: { umid }, ConsistentRead: true });
    return (await connection.client.send(read)).Item;
  };
  const differences = await compare(expected, readItem, progress.to).finally(progress.end);
  return { messages: expected.size, differences };
}

async function removeMessages(
  { client, receiptsTable }: TableConnection,
  lifecycles: readonly MessageLifecycle[],
): Promise<void> {
  const limited = limitConcurrency(DELETES_AT_ONCE);
  const progress = await progressOf('Removing messages', lifecycles.length);
  let removed = 0;
  await Promise.all(
    lifecycles.map(({ umid }) =>
      limited(async () => {
        await client.send(new DeleteCommand({ TableName: receiptsTable, Key: { umid } }));
        removed += 1;
        progress.to(removed);
      }),
    ),
  );
  progress.end();
}
