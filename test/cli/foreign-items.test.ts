import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApp } from '../../cli/ui/app.ts';
import { tableActivity } from '../../cli/ui/table-activity.ts';
import { engine } from '../support/engine.ts';
import { type Deployment, deployment } from './support/deployment.ts';

const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
const OTHER_UMID = '8e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
const NUMBER = '+12025550293';
const SET_ASIDE_ID = 'a'.repeat(64);
const { endpoint } = engine;

describe('items that something else wrote, with almost no attribute', () => {
  let deployed: Deployment;
  beforeAll(async () => {
    deployed = await deployment(endpoint);
    const { client, receiptsTable, setAsideTable } = deployed.tables;
    const keys = { destination: NUMBER, firstReceivedAt: '2026-01-01T00:00:00.000Z' };
    for (const umid of [UMID, OTHER_UMID])
      await client.send(new PutCommand({ TableName: receiptsTable, Item: { umid, ...keys } }));
    await client.send(new PutCommand({ TableName: setAsideTable, Item: { id: SET_ASIDE_ID } }));
  });
  afterAll(() => deployed.close());

  test.each([
    { args: ['get', UMID], says: UMID },
    { args: ['find', '--destination', NUMBER], says: OTHER_UMID },
    { args: ['set-aside', 'list'], says: '1 body' },
    { args: ['set-aside', 'show', SET_ASIDE_ID], says: SET_ASIDE_ID },
    { args: ['set-aside', 'replay', '--all', '--yes'], says: '1  kept' },
  ])('receipts $args.0 $args.1 shows them', async ({ args, says }) => {
    expect(await deployed.runHere(args)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(says) });
  });

  test.each([`/messages/${UMID}`, `/?q=${encodeURIComponent(NUMBER)}`, '/set-aside', `/set-aside/${SET_ASIDE_ID}`])(
    'the page %s shows them',
    async (path) => {
      const connection = { ...deployed.tables, name: 'test', retentionDays: async () => 30 };
      const app = createApp({ connection, readActivity: (now) => tableActivity(connection, now) });
      expect((await app.request(path, { headers: { host: '127.0.0.1' } })).status).toBe(200);
    },
  );

  test('they are not counted', async () => {
    const { client, receiptsTable } = deployed.tables;
    const Item = { umid: UMID, lastReceivedAt: new Date().toISOString() };
    await client.send(new PutCommand({ TableName: receiptsTable, Item }));
    const { hours } = await tableActivity(deployed.tables, new Date());
    expect(hours.every(({ receipts }) => receipts.size === 0)).toBe(true);
  });
});
