import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { DYNAMODB_VARIABLE } from '../cli/deployment/table-connection.ts';
import { formatColumns } from '../cli/terminal/table.ts';
import { messageText } from '../cli/text/message.ts';
import type { ReceiptItem } from '../contract/receipt-item.ts';
import { localTimes } from '../lookup/times.ts';

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

/** Path of the sample, relative to the repository. */
const SAMPLE_PATH = 'local/samples/receipt.sample.json';

/** The vendor's sample of a delivery receipt, unchanged. */
const SAMPLE = readFileSync(join(import.meta.dirname, '..', SAMPLE_PATH), 'utf8');
const sample = JSON.parse(SAMPLE) as { payload: { umid: string } & Record<string, unknown> };

const SAMPLE_UMID = sample.payload.umid;

interface SamplePost {
  readonly what: string;
  readonly body: string;
}

/** Receipts of one message, in a possible order of arrival. */
const LIFE_OF_A_MESSAGE: readonly SamplePost[] = [
  { what: 'queued', body: earlier({ state: 'queued', timestamp: '2015-12-31T23:59:57.21Z' }) },
  { what: 'sent', body: earlier({ state: 'sent', timestamp: '2015-12-31T23:59:58.06Z' }) },
  { what: 'undelivered', body: SAMPLE },
  { what: 'undelivered, once more', body: SAMPLE },
  // Its timestamp is later than that of `undelivered`, because an operator's clock is coarse
  { what: 'sent, late', body: earlier({ state: 'sent', timestamp: '2016-01-01T00:00:00.38Z' }) },
];

/** Posts the receipts of a message, shows each answer, and then the message as `receipts get` shows it. */
export async function showLifeOfAMessage(target: DemoTarget, show: (text: string) => void): Promise<void> {
  show('\nThe receipts of one message, in the order of their arrival, and the answers:\n');
  const answers: string[][] = [];
  for (const { what, body } of LIFE_OF_A_MESSAGE) answers.push([what, await post(target, body)]);
  show(formatColumns(answers));
  show(`\nThe message in the table ${target.table}, as receipts get shows it:\n`);
  show(messageText(await readItem(target), localTimes()));
}

/** Lines to paste into another terminal. */
export function nextStepsText({ url, token }: Pick<DemoTarget, 'url' | 'token'>, dynamoDb: string): string {
  const ownToken = token === DEFAULT_TOKEN ? '' : `AUTH_TOKEN='${token}' `;
  return `
In another terminal, look up the message, post a receipt, look up its number, and post 100 messages:

  export ${DYNAMODB_VARIABLE}=${dynamoDb}

  npx receipts get ${SAMPLE_UMID}

  curl -i ${url} -H 'Authorization: Bearer ${token}' \\
    -H 'Content-Type: application/json' -d @${SAMPLE_PATH}

  npx receipts find --destination +12025550293

  ${ownToken}npx receipts send --url ${url}

Each request is now logged. Ctrl-C stops everything.`;
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

/** The sample with an earlier status, which has no price and no number of segments yet. */
function earlier(status: object): string {
  const { price: _, smsCount: __, ...payload } = sample.payload;
  return JSON.stringify({ ...sample, payload: { ...payload, status } });
}
