import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Message } from '../receipt/message.ts';
import { attributeValues, valuesOf } from './attribute-values.ts';
import { backoff } from './backoff.ts';
import { asStoreErrors, toStoreError } from './errors.ts';
import { storedMessage } from './item.ts';
import { sendWithRetries } from './send-with-retries.ts';

/** AWS's limit for one BatchGetItem (API reference of DynamoDB). */
export const KEYS_PER_READ = 100;

/**
 * The messages of these umids, up to {@link KEYS_PER_READ} of them; without those that have no item. Of each only what
 * its history says. Read eventually consistent, for half the price.
 *
 * @throws StoreUnavailableError, NotStorableError
 */
export async function readMessages(
  client: DynamoDBClient,
  table: string,
  umids: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Message>> {
  return asStoreErrors(async () => {
    const messages = new Map<string, Message>();
    // A key must not come twice
    let keys: Record<string, AttributeValue>[] = [...new Set(umids)].map((umid) => attributeValues({ umid }));
    for (let attempt = 0; keys.length > 0; attempt += 1) {
      // What DynamoDB leaves out is throttled
      await backoff(attempt, signal);
      const read = new BatchGetItemCommand({
        RequestItems: { [table]: { Keys: keys, ProjectionExpression: 'umid, history' } },
      });
      const { Responses, UnprocessedKeys } = await sendWithRetries(signal, () => client.send(read), {
        retryThrottling: true,
      }).catch((error: unknown) => {
        throw toStoreError(error);
      });
      for (const item of Responses?.[table] ?? []) {
        const { message } = storedMessage(valuesOf(item));
        if (message !== undefined) messages.set(message.umid, message);
      }
      keys = UnprocessedKeys?.[table]?.Keys ?? [];
    }
    return messages;
  });
}
