import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { SAMPLE_UMID } from '../fixtures/samples.ts';
import { LocalRun } from './local-run.ts';

const TOKEN = 'token-of-the-end-to-end-test';

describe('npm start', () => {
  let run: LocalRun;
  let client: DynamoDBDocumentClient;

  beforeAll(async () => {
    run = new LocalRun({ AUTH_TOKEN: TOKEN, RETENTION_DAYS: '10' });
    await run.until('Ctrl-C stops everything.');
    client = localClient(run.dynamoDb);
  });
  afterAll(() => {
    client?.destroy();
    run.kill();
  });

  async function messageOf(umid: string) {
    return (await client.send(new GetCommand({ TableName: 'DeliveryReceipts', Key: { umid } }))).Item;
  }

  it('shows the answers to the receipts of a message', () => {
    const answers = run.output.match(/^ {2}\w.* \d{3} \{.*\}$/gm)?.map((line) => line.trim().split(/ {2,}/));
    expect(answers).toEqual([
      ['queued', `200 {"outcome":"recorded","umid":"${SAMPLE_UMID}"}`],
      ['sent', `200 {"outcome":"recorded","umid":"${SAMPLE_UMID}"}`],
      ['undelivered', `200 {"outcome":"recorded","umid":"${SAMPLE_UMID}"}`],
      ['undelivered, once more', `200 {"outcome":"duplicate","umid":"${SAMPLE_UMID}"}`],
      ['sent, late', `200 {"outcome":"stale","umid":"${SAMPLE_UMID}"}`],
    ]);
  });

  it('shows the message on a screen, as receipts get does', () => {
    expect(run.output).toMatch(/^ {2}client message id +1e09ac86-bd74-5465-851d-1eb5a5fdbb9b$/m);
    expect(run.output).toMatch(/^ {2}1 Jan 2016, 00:00:00 +undelivered, rejected_by_operator, Invalid destination/m);
    expect(run.lines.length).toBeLessThanOrEqual(45);
    expect(Math.max(...run.lines.map((line) => line.length))).toBeLessThanOrEqual(105);
  });

  it('prints a command with the token of this run', () => {
    expect(run.output).toContain(`-H 'Authorization: Bearer ${TOKEN}'`);
  });

  it('has a start page that says what runs here', async () => {
    const response = await fetch(new URL('/', run.url));
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await response.text();
    for (const address of [run.messages, run.tables]) expect(html).toContain(`href="${address}"`);
  });

  it('keeps an item for RETENTION_DAYS', async () => {
    const item = await messageOf(SAMPLE_UMID);
    const receivedAt: string[] = item?.history.map((entry: Record<string, string>) => entry.receivedAt);
    // The last status is not always the last one received: a busy machine may deliver them out of order
    const newest = receivedAt.sort().at(-1) ?? '';
    expect(item?.expiresAt).toBe(Math.floor(Date.parse(newest) / 1000) + 10 * 24 * 60 * 60);
  });
});
