import { randomUUID } from 'node:crypto';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { probeReceipt } from '../../lambda/probe/probe-receipt.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { httpPost } from '../../toolbox/http-post.ts';
import { truncate } from '../../toolbox/text.ts';
import type { Stack } from '../deployment/stack.ts';
import { type Finding, failed, ok, skipped } from './check-result.ts';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_LENGTH = 200;

/** Where to post a test receipt, and the table in which it must arrive. */
export interface TestRoute {
  readonly callbackUrl: string;
  readonly token: string;
  readonly connection: TableConnection;
}

/** Checks whether the endpoint answers and refuses a post without the token. */
export async function checkEndpoint({ callbackUrl }: Pick<Stack, 'callbackUrl'>): Promise<Finding> {
  const { statusCode, ms } = await timedPost(callbackUrl, {}, '{}');
  if (statusCode === 401) return ok(`answers in ${ms} ms, and refuses a post without the token`);
  if (statusCode === 403) return ok(`answers in ${ms} ms; this machine is not one of the addresses that may post`);
  return failed(
    `A post without the token was answered ${statusCode} in ${ms} ms, and should be 401. Look at the log of the function.`,
  );
}

/** Checks whether a test receipt arrives in the table, and removes it. */
export async function checkReceipt(route: TestRoute): Promise<Finding> {
  const { umid, statusCode, text, ms } = await postTestReceipt(route);
  const { connection } = route;
  if (statusCode === 403) return skipped('this machine is not one of the addresses that may post; run it on one');
  if (statusCode === 202)
    return failed(
      `DynamoDB did not take the test receipt ${umid}; it is in the fallback queue. Look at the log of the function.`,
    );
  if (statusCode === 401) {
    return failed(
      'The endpoint does not accept the token of the stack. For a minute after a rotation this is normal: run this again then.',
    );
  }
  if (statusCode !== 200)
    return failed(`The test receipt was answered ${statusCode}: ${truncate(text, MAX_ANSWER_LENGTH)}`);
  const read = new GetCommand({ TableName: connection.receiptsTable, Key: { umid }, ConsistentRead: true });
  const { Item } = await connection.client.send(read);
  if (Item === undefined)
    return failed(`The test receipt ${umid} was answered 200, but is not in the table ${connection.receiptsTable}.`);
  await removeTestReceipt(connection, umid);
  return ok(`a test receipt was recorded in ${ms} ms, read from the table, and removed`);
}

/** Answers with 200 and 202 come after the token check; 403 comes before it, because this machine may not post. */
const TOKEN_NOT_REFUSED: ReadonlySet<number> = new Set([200, 202, 403]);

/** Whether the endpoint accepts the token. False if that is unknown, as for 503: the token could not be read. */
export async function isTokenAccepted(route: TestRoute): Promise<boolean> {
  const { umid, statusCode } = await postTestReceipt(route);
  if (statusCode === 200) await removeTestReceipt(route.connection, umid);
  return TOKEN_NOT_REFUSED.has(statusCode);
}

async function postTestReceipt({ callbackUrl, token }: TestRoute) {
  const umid = randomUUID();
  const receipt = JSON.stringify(probeReceipt(umid, new Date()));
  const answer = await timedPost(callbackUrl, { authorization: `Bearer ${token}` }, receipt);
  return { umid, ...answer };
}

async function removeTestReceipt({ client, receiptsTable }: TableConnection, umid: string): Promise<void> {
  await client.send(new DeleteCommand({ TableName: receiptsTable, Key: { umid } }));
}

async function timedPost(url: string, headers: Readonly<Record<string, string>>, body: string) {
  const { post, close } = httpPost(url, { headers, timeoutMs: TIMEOUT_MS });
  const begin = performance.now();
  const answer = await post({ contentType: 'application/json', body }).finally(close);
  return { ...answer, ms: Math.round(performance.now() - begin) };
}
