import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { DYNAMODB_VARIABLE } from '../cli/deployment/table-connection.ts';
import { messageText } from '../cli/text/message.ts';
import { formatColumns } from '../cli/terminal/table.ts';
import type { ReceiptItem } from '../contract/receipt-item.ts';
import { LIFE_OF_A_MESSAGE, SAMPLE_PATH, SAMPLE_UMID } from './sample-lifecycle.ts';

export interface DemoTarget {
  /** Where receipts are posted. */
  readonly url: string;
  readonly token: string;
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

/** The default of `npm start`, and of `receipts send`. */
const DEFAULT_TOKEN = 'local-token';
const ANSWER_TIMEOUT_MS = 15_000;

/** Posts the receipts of a message, shows each answer, and then the message as `receipts get` shows it. */
export async function showLifeOfAMessage(target: DemoTarget, show: (text: string) => void): Promise<void> {
  show('\nThe receipts of one message, in the order of their arrival, and the answers:\n');
  const answers: string[][] = [];
  for (const { what, body } of LIFE_OF_A_MESSAGE) answers.push([what, await post(target, body)]);
  show(formatColumns(answers));
  show(`\nThe message in the table ${target.table}, as receipts get shows it:\n`);
  show(messageText(await readItem(target)));
}

/** Lines to paste into another terminal. */
export function nextStepsText({ url, token }: Pick<DemoTarget, 'url' | 'token'>, dynamoDb: string): string {
  const ownToken = token === DEFAULT_TOKEN ? '' : `AUTH_TOKEN='${token}' `;
  return `
In another terminal, post a receipt, look its number up, and post a hundred messages as the vendor does:

  export ${DYNAMODB_VARIABLE}=${dynamoDb}

  curl -i ${url} -H 'Authorization: Bearer ${token}' \\
    -H 'Content-Type: application/json' -d @${SAMPLE_PATH}

  npx receipts find --destination +12025550293

  ${ownToken}npx receipts send --url ${url}

From here on, each request is logged in a line. Ctrl-C stops everything.`;
}

async function post({ url, token }: DemoTarget, body: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  return `${response.status} ${await response.text()}`;
}

async function readItem({ client, table }: DemoTarget): Promise<ReceiptItem> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { umid: SAMPLE_UMID } }));
  if (Item === undefined) throw new Error(`The message ${SAMPLE_UMID} is not in the table ${table}.`);
  return Item as ReceiptItem;
}
