import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { toStoreError } from './errors.ts';
import { unlessAborted } from './unless-aborted.ts';

type Item = Record<string, AttributeValue>;

export interface ConditionalUpdate extends UpdateItemCommandInput {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConditionExpression: string;
}

/** What became of a conditional update. */
export type Updated =
  /** Attributes as `ReturnValues` asked for. */
  | { readonly applied: true; readonly attributes: Item | undefined }
  /** The item that did not meet the condition; undefined where it is gone since. */
  | { readonly applied: false; readonly item: Item | undefined };

/**
 * Updates an item on a condition.
 *
 * @throws StoreUnavailableError, NotStorableError
 */
export async function conditionalUpdate(
  client: DynamoDBClient,
  update: ConditionalUpdate,
  signal: AbortSignal,
): Promise<Updated> {
  const command = new UpdateItemCommand({ ...update, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
  try {
    const { Attributes } = await unlessAborted(signal, command, () => client.send(command));
    return { applied: true, attributes: Attributes };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw toStoreError(error);
    if (error.Item !== undefined) return { applied: false, item: error.Item };
  }
  // Not every engine sends the item along
  const { TableName, Key } = update;
  const read = new GetItemCommand({ TableName, Key, ConsistentRead: true });
  try {
    const { Item } = await unlessAborted(signal, read, () => client.send(read));
    return { applied: false, item: Item };
  } catch (error) {
    throw toStoreError(error);
  }
}
