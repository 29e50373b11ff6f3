import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { toStoreError } from './errors.ts';
import { type RetryPolicy, sendWithRetries } from './send-with-retries.ts';

type Item = Record<string, AttributeValue>;

export interface ConditionalUpdate extends UpdateItemCommandInput {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConditionExpression: string;
}

/** The result of a conditional update. */
export type Updated =
  /** The attributes that `ReturnValues` requests. */
  | { readonly applied: true; readonly attributes: Item | undefined }
  /** The item that did not meet the condition; undefined if it was deleted since. */
  | { readonly applied: false; readonly item: Item | undefined };

/**
 * Updates an item if its condition holds.
 *
 * @throws StoreUnavailableError, NotStorableError
 */
export async function conditionalUpdate(
  client: DynamoDBClient,
  update: ConditionalUpdate,
  signal: AbortSignal,
  policy: RetryPolicy,
): Promise<Updated> {
  const command = new UpdateItemCommand({ ...update, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
  try {
    const { Attributes } = await sendWithRetries(signal, () => client.send(command), policy);
    return { applied: true, attributes: Attributes };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw toStoreError(error);
    if (error.Item !== undefined) return { applied: false, item: error.Item };
  }
  // Not every engine returns the item
  const { TableName, Key } = update;
  const read = new GetItemCommand({ TableName, Key, ConsistentRead: true });
  try {
    const { Item } = await sendWithRetries(signal, () => client.send(read), policy);
    return { applied: false, item: Item };
  } catch (error) {
    throw toStoreError(error);
  }
}
