import { randomUUID } from 'node:crypto';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { OUR_EVENT_TYPE, OUR_NAMESPACE } from '../../lambda/receipt/schema.ts';
import { httpPost } from '../../simulator/http-post.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { printable } from '../terminal/output.ts';
import { type CheckResult, failed, ok, skipped } from './check-result.ts';

const TIMEOUT_MS = 15_000;

export interface TestRoute {
  readonly callbackUrl: string;
  readonly token: string;
  readonly connection: TableConnection;
}

/** Whether a test receipt travels all the way into the table. It is removed again. */
export async function checkReceipt({ callbackUrl, token, connection }: TestRoute): Promise<Omit<CheckResult, 'check'>> {
  const umid = randomUUID();
  const headers = { authorization: `Bearer ${token}` };
  const { post, close } = httpPost(callbackUrl, { headers, timeoutMs: TIMEOUT_MS });
  const begin = performance.now();
  const { statusCode, text } = await post({ contentType: 'application/json', body: testReceipt(umid), at: 0 }).finally(
    close,
  );
  const duration = `${Math.round(performance.now() - begin)} ms`;
  if (statusCode === 403)
    return skipped('the endpoint takes posts from configured addresses alone; run this from one of them');
  if (statusCode === 202)
    return failed(
      `DynamoDB did not take the test receipt ${umid}; it is in the fallback queue. Look at the log of the function.`,
    );
  if (statusCode === 401) {
    return failed(
      'The endpoint does not accept the token of the stack. Just after a rotation it may take a minute: run this again then.',
    );
  }
  if (statusCode !== 200) return failed(`The test receipt was answered ${statusCode}: ${printable(text, 200)}`);
  const key = { TableName: connection.receiptsTable, Key: { umid } };
  const { Item } = await connection.client.send(new GetCommand({ ...key, ConsistentRead: true }));
  if (Item === undefined)
    return failed(`The test receipt ${umid} was answered 200, but is not in the table ${connection.receiptsTable}.`);
  await connection.client.send(new DeleteCommand(key));
  return ok(`a test receipt was recorded in ${duration}, read from the table, and removed`);
}

function testReceipt(umid: string): string {
  return JSON.stringify({
    namespace: OUR_NAMESPACE,
    eventType: OUR_EVENT_TYPE,
    description: 'Test receipt of receipts check',
    payload: { umid, subAccountId: 'receipts-check', status: { state: 'sent', timestamp: new Date().toISOString() } },
  });
}
