import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { createClock } from '../../toolbox/clock.ts';
import type { TableConnection } from '../deployment/table-connection.ts';

/** AWS's limit for one request. */
export const KEYS_PER_REQUEST = 100;
const MAX_PAUSE_MS = 5_000;

/** Reads the items of these messages, in this order and each once. Missing items are left out. */
export async function readItems(
  connection: TableConnection,
  wanted: readonly string[],
  onProgress: (read: number) => void = () => undefined,
): Promise<ReceiptItem[]> {
  // A key must not come twice. An index gives one twice if its item moves within it while it is read
  const umids = [...new Set(wanted)];
  const items = new Map<string, ReceiptItem>();
  for (let from = 0; from < umids.length; from += KEYS_PER_REQUEST) {
    for (const item of await readSome(connection, umids.slice(from, from + KEYS_PER_REQUEST)))
      items.set(item.umid, item);
    onProgress(Math.min(from + KEYS_PER_REQUEST, umids.length));
  }
  return umids.flatMap((umid) => items.get(umid) ?? []);
}

async function readSome({ client, receiptsTable }: TableConnection, umids: readonly string[]): Promise<ReceiptItem[]> {
  const items: ReceiptItem[] = [];
  let keys: Record<string, unknown>[] = umids.map((umid) => ({ umid }));
  for (let pause = 50; keys.length > 0; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
    if (items.length > 0 || keys.length < umids.length) await createClock().sleep(pause);
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [receiptsTable]: { Keys: keys } } }),
    );
    items.push(...((Responses?.[receiptsTable] ?? []) as ReceiptItem[]));
    keys = UnprocessedKeys?.[receiptsTable]?.Keys ?? [];
  }
  return items;
}
