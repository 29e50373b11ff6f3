import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NETWORK_FIELDS } from '../../contract/receipt-item.ts';
import type { Message } from '../receipt/message.ts';
import { type Sleep, sendWithRetries, untilDone } from './dynamodb.ts';
import { StoreUnavailableError } from './errors.ts';
import { fromAttributeValues, projectionOf, toAttributeValues } from './expression.ts';
import { storedMessage } from './item.ts';

/**
 * The maximum number of keys in a BatchGetItem.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export const KEYS_PER_READ = 100;
/** Consecutive requests that may leave every key unprocessed. With the pauses, some seconds. */
const MAX_FRUITLESS_READS = 10;

/**
 * Reads the messages of up to {@link KEYS_PER_READ} umids: their history, and of their names those of the network. Messages
 * without an item are missing from the result.
 *
 * @param sleep - how to pause. Default: by the system's clock
 * @throws StoreUnavailableError, NotStorableError
 */
export async function readMessages(
  client: DynamoDBClient,
  table: string,
  umids: readonly string[],
  signal: AbortSignal,
  sleep?: Sleep,
): Promise<Map<string, Message>> {
  const items = await readItems(
    { client, table, key: 'umid', attributes: ['umid', 'history', ...NETWORK_FIELDS] },
    umids,
    signal,
    sleep,
  );
  const messages = items.map((item) => storedMessage(item).message).filter((message) => message !== undefined);
  return new Map(messages.map((message) => [message.umid, message]));
}

export interface ItemRead {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Its partition key. */
  readonly key: string;
  /** Which attributes to read. Default: all. */
  readonly attributes?: readonly string[];
}

/**
 * Reads the items of up to {@link KEYS_PER_READ} ids, each once and in no order. Reads are eventually consistent, for half
 * the price. Keys that DynamoDB leaves unprocessed, because it throttles or the answer would exceed 16 MB, are read again
 * after a pause.
 *
 * @param sleep - how to pause. Default: by the system's clock
 * @throws StoreUnavailableError, NotStorableError
 */
export async function readItems(
  { client, table, key, attributes }: ItemRead,
  ids: readonly string[],
  signal: AbortSignal,
  sleep?: Sleep,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  // A key must not come twice
  let keys: Record<string, AttributeValue>[] = [...new Set(ids)].map((id) => toAttributeValues({ [key]: id }));
  let fruitless = 0;
  const readNext = async (): Promise<Record<string, unknown>[] | undefined> => {
    if (keys.length === 0) return items;
    const read = new BatchGetItemCommand({
      RequestItems: { [table]: { Keys: keys, ...(attributes && projectionOf(attributes)) } },
    });
    const { Responses, UnprocessedKeys } = await sendWithRetries(signal, () => client.send(read), {
      retryThrottling: true,
    });
    items.push(...(Responses?.[table] ?? []).map(fromAttributeValues));
    const left = UnprocessedKeys?.[table]?.Keys ?? [];
    fruitless = left.length < keys.length ? 0 : fruitless + 1;
    if (fruitless === MAX_FRUITLESS_READS) throw new StoreUnavailableError('UnprocessedKeys');
    keys = left;
    return left.length === 0 ? items : undefined;
  };
  return untilDone(signal, readNext, { maxConflicts: Number.POSITIVE_INFINITY, sleep });
}
