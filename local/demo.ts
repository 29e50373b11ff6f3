import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { formatColumns } from '../cli/terminal/columns.ts';
import { LIFE_OF_A_MESSAGE, SAMPLE_PATH, SAMPLE_UMID } from './sample-lifecycle.ts';

export interface DemoTarget {
  /** Where receipts are posted. */
  readonly url: string;
  readonly token: string;
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

const ANSWER_TIMEOUT_MS = 15_000;

/** The attributes that are shown: what became of the message on the left, which message it is on the right. */
const SHOWN = [
  ['state', 'clientMessageId'],
  ['detail', 'clientBatchId'],
  ['statusTimestamp', 'batchId'],
  ['terminal', 'subAccountId'],
  ['errorCode', 'source'],
  ['errorMessage', 'destination'],
  ['errorReason', 'smsCount'],
  ['priceTotal', 'firstReceivedAt'],
  ['pricePerSms', 'lastReceivedAt'],
  ['priceCurrency', 'expiresAt'],
] as const;
const SHOWN_OF_A_STATUS = ['state', 'timestamp', 'detail', 'errorCode', 'errorMessage'] as const;

type Item = Readonly<Record<string, unknown>>;

/** Posts the receipts of a message, shows each answer, and then the item that they made. */
export async function showLifeOfAMessage(target: DemoTarget, show: (text: string) => void): Promise<void> {
  show('\nThe receipts of one message, in the order of their arrival, and the answers:\n');
  const answers: string[][] = [];
  for (const { what, body } of LIFE_OF_A_MESSAGE) answers.push([what, await post(target, body)]);
  show(formatColumns(answers));
  show(`\nThe item that they made in the table ${target.table}, umid ${SAMPLE_UMID}:\n`);
  const item = await readItem(target);
  const history = (item.history ?? []) as readonly Item[];
  show(formatColumns(SHOWN.map((names) => names.flatMap((name) => [name, text(item[name])]))));
  show('  history');
  show(formatColumns(history.map((status) => ['', ...SHOWN_OF_A_STATUS.map((name) => text(status[name]))])));
}

export function howToPost(url: string): string {
  return `
Post one of your own (with your token, where AUTH_TOKEN is set):

  curl -i ${url} -H 'Authorization: Bearer local-token' \\
    -H 'Content-Type: application/json' -d @${SAMPLE_PATH}

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

async function readItem({ client, table }: DemoTarget): Promise<Item> {
  const { Item = {} } = await client.send(new GetCommand({ TableName: table, Key: { umid: SAMPLE_UMID } }));
  return Item;
}

function text(value: unknown): string {
  return value === undefined ? '' : String(value);
}
