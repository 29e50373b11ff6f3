import { randomUUID } from 'node:crypto';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { TEST_SUB_ACCOUNT_PREFIX } from '../../contract/test-message.ts';
import type { State } from '../../eight-by-eight/states.ts';
import { RECEIPT_EVENT_TYPE, RECEIPT_NAMESPACE } from '../../lambda/receipt/schema.ts';
import { jsonOf, type StoredItem } from '../../lookup/stored-item.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { CliError } from '../../toolbox/errors.ts';
import { httpPost } from '../../toolbox/http-post.ts';
import { truncate } from '../../toolbox/text.ts';
import type { Target } from '../send/target.ts';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_LENGTH = 200;
const SUB_ACCOUNT = `${TEST_SUB_ACCOUNT_PREFIX}trigger`;
/** What the vendor sends with these states. */
const USUAL_DETAILS: Partial<Record<State, string>> = {
  delivered: 'delivered_to_recipient',
  undelivered: 'undelivered_to_recipient',
};

export interface MadeUpReceipt {
  readonly state: State;
  readonly destination: string;
  readonly detail?: string | undefined;
  readonly errorCode?: number | undefined;
  readonly clientMessageId?: string | undefined;
  /** Default: a new message. */
  readonly umid?: string | undefined;
}

/**
 * Posts a receipt as the vendor does, and reads its message.
 *
 * @throws CliError if it was not recorded
 */
export async function postMadeUpReceipt(
  { url, token, connection }: Target,
  { state, destination, detail = USUAL_DETAILS[state], errorCode, clientMessageId, umid = randomUUID() }: MadeUpReceipt,
): Promise<StoredItem> {
  if (connection === undefined) throw new CliError('The table is not known. Name its address with --dynamodb.');
  const earlier = await readItem(connection, umid);
  // Never changes what the vendor reported
  if (earlier !== undefined && earlier.subAccountId !== SUB_ACCOUNT)
    throw new CliError(`The message ${umid} was not made up by this command. Leave out --umid for a new one.`);
  const body = {
    namespace: RECEIPT_NAMESPACE,
    eventType: RECEIPT_EVENT_TYPE,
    description: 'Made-up receipt of receipts trigger',
    payload: {
      umid,
      subAccountId: SUB_ACCOUNT,
      clientMessageId,
      source: 'Test',
      destination,
      status: { state, detail, timestamp: new Date().toISOString(), errorCode },
    },
  };
  const { post, close } = httpPost(url, { headers: { authorization: `Bearer ${token}` }, timeoutMs: TIMEOUT_MS });
  const { statusCode, text } = await post({ contentType: 'application/json', body: JSON.stringify(body) }).finally(
    close,
  );
  if (statusCode !== 200)
    throw new CliError(`The receipt was answered ${statusCode}: ${truncate(text, MAX_ANSWER_LENGTH)}`);
  const item = await readItem(connection, umid);
  if (item !== undefined) return item;
  throw new CliError(`The receipt was answered 200, but the message ${umid} is not in the ${connection.name}.`);
}

async function readItem({ client, receiptsTable }: TableConnection, umid: string): Promise<StoredItem | undefined> {
  const read = new GetCommand({ TableName: receiptsTable, Key: { umid }, ConsistentRead: true });
  const { Item } = await client.send(read);
  return Item && (jsonOf(Item) as unknown as StoredItem);
}

/** Removes a message that was made up. */
export async function removeMessage({ connection }: Target, umid: string): Promise<void> {
  await connection?.client.send(new DeleteCommand({ TableName: connection.receiptsTable, Key: { umid } }));
}
