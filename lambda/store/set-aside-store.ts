import { createHash } from 'node:crypto';
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { ValidationIssue } from '../receipt/validation-issue.ts';
import { attributeValues } from './attribute-values.ts';
import { asStoreErrors } from './errors.ts';
import { expiresAt } from './expiry.ts';
import type { TableSettings } from './receipt-store.ts';
import { sendWithRetries } from './send-with-retries.ts';

/** Why a body was set aside. */
export type SetAsideReason =
  /** A well-formed webhook of the vendor that is no delivery receipt for SMS. */
  | 'other_webhook'
  /** Not readable, or not a valid delivery receipt; `problems` says why. */
  | 'invalid'
  /** A valid delivery receipt that DynamoDB will not take, such as one whose item has outgrown 400 KB. */
  | 'not_storable';

/** A body that could not be recorded. */
export interface SetAsideBody {
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  readonly reason: SetAsideReason;
  readonly problems: readonly ValidationIssue[];
  /** Our clock. */
  readonly receivedAt: Date;
}

/** Holds one item per distinct body. */
export interface SetAsideStore {
  /**
   * Keeps a body, or counts one that is kept already. Gives its id, the SHA-256 of the body in hexadecimal.
   *
   * @throws StoreUnavailableError, NotStorableError
   */
  setAside(body: SetAsideBody, signal: AbortSignal): Promise<string>;
}

/** The store on DynamoDB: one request for each body. */
export function setAsideStore(
  client: DynamoDBClient,
  { table, retentionDays, retryThrottling }: TableSettings,
): SetAsideStore {
  return {
    setAside: ({ body, contentType, reason, problems, receivedAt }, signal) =>
      asStoreErrors(async () => {
        const id = createHash('sha256').update(body).digest('hex');
        const time = receivedAt.toISOString();
        const command = new UpdateItemCommand({
          TableName: table,
          Key: attributeValues({ id }),
          UpdateExpression:
            'SET #reason = :reason, #problems = :problems, #body = :body, #contentType = :contentType, ' +
            '#firstReceivedAt = if_not_exists(#firstReceivedAt, :time), #lastReceivedAt = :time, ' +
            '#expiresAt = :expiresAt ADD #count :one',
          ExpressionAttributeNames: {
            '#reason': 'reason',
            '#problems': 'problems',
            '#body': 'body',
            '#contentType': 'contentType',
            '#firstReceivedAt': 'firstReceivedAt',
            '#lastReceivedAt': 'lastReceivedAt',
            '#expiresAt': 'expiresAt',
            '#count': 'count',
          },
          ExpressionAttributeValues: attributeValues({
            ':reason': reason,
            ':problems': problems,
            ':body': textOrBytes(body),
            ':contentType': contentType ?? null,
            ':time': time,
            ':expiresAt': expiresAt(time, retentionDays),
            ':one': 1,
          }),
        });
        await sendWithRetries(signal, () => client.send(command), { retryThrottling });
        return id;
      }),
  };
}

/** Text where it is text, for whoever reads it in the console; otherwise the bytes, so that nothing is lost. */
function textOrBytes(body: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return body;
  }
}
