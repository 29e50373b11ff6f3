import { type IndexName, RECEIPTS_TABLE } from '../contract/tables.ts';
import { KEYS_PER_READ, readItems as readUpTo100 } from '../lambda/store/read-messages.ts';
import { CliError } from '../toolbox/errors.ts';
import { umidForms } from './ids.ts';
import { isMissingIndex, queryTable, type Range } from './query-table.ts';
import { jsonOf, type ReadableItem, readableItem, type StoredItem } from './stored-item.ts';
import type { TableConnection } from './table-connection.ts';

/** Reads the items of these messages, in this order and each once. Missing items are left out. */
export async function readItems(
  { client, receiptsTable: table }: TableConnection,
  wanted: readonly string[],
): Promise<StoredItem[]> {
  const { signal } = new AbortController();
  // An index gives a key twice if its item moves within it while it is read
  const umids = [...new Set(wanted)];
  const items = new Map<unknown, StoredItem>();
  for (let from = 0; from < umids.length; from += KEYS_PER_READ) {
    const read = await readUpTo100({ client, table, key: 'umid' }, umids.slice(from, from + KEYS_PER_READ), signal);
    for (const item of read) items.set(item.umid, jsonOf(item) as unknown as StoredItem);
  }
  return umids.flatMap((umid) => items.get(umid) ?? []);
}

/** Reads a message by its umid, however it is written or stored; undefined if it has no item. */
export async function readMessage(connection: TableConnection, umid: string): Promise<StoredItem | undefined> {
  const [item] = await readItems(connection, umidForms(umid));
  return item;
}

/**
 * Queries an index by each of these keys, page by page: the keys and projected attributes of the items. Newest first if the
 * index is sorted by time.
 *
 * @throws CliError if the table lacks the index
 */
export async function* queryIndex(
  connection: TableConnection,
  indexName: IndexName,
  keys: readonly string[],
  range: Range = {},
): AsyncGenerator<ReadableItem[]> {
  for (const key of keys) yield* queryKey(connection, indexName, key, range);
}

async function* queryKey(
  { client, receiptsTable, name }: TableConnection,
  indexName: IndexName,
  key: string,
  range: Range,
): AsyncGenerator<ReadableItem[]> {
  const index = RECEIPTS_TABLE.indexes[indexName];
  try {
    for await (const page of queryTable(client, receiptsTable, { indexName, index, key }, range))
      yield (page as StoredItem[]).map(readableItem);
  } catch (error) {
    if (isMissingIndex(error)) {
      throw new CliError(
        `The receipts table of the ${name} has no index ${indexName}. Deploy the stack with it (setting "indexes"), or look up the message by its umid.`,
      );
    }
    throw error;
  }
}
