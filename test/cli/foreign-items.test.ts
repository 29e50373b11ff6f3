import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, test } from '@jest/globals';
import itemSchema from '../../docs/item.schema.json' with { type: 'json' };
import { tableActivity } from '../../page/table-activity.ts';
import { isFull } from '../support/cases.ts';
import { useDeployment } from './support/deployment.ts';

const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
const OTHER_UMID = '8e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
const NUMBER = '+12025550293';
const SET_ASIDE_ID = 'a'.repeat(64);

/** A value of every type of DynamoDB. */
const VALUES = {
  N: { N: '7' },
  'N of 38 digits': { N: '9'.repeat(38) },
  'N above the dates': { N: '1e30' },
  S: { S: 'text' },
  BOOL: { BOOL: false },
  NULL: { NULL: true },
  L: { L: [{ S: 'a' }, { M: {} }] },
  M: { M: { a: { B: Uint8Array.of(1) } } },
  B: { B: Uint8Array.of(0, 255) },
  SS: { SS: ['a'] },
  NS: { NS: ['1'] },
  BS: { BS: [Uint8Array.of(1)] },
} satisfies Record<string, AttributeValue>;
/** The keys of the table and its indexes have one type; DynamoDB refuses others. */
const KEYS = new Set(['umid', 'destination', 'firstReceivedAt', 'batchId', 'clientMessageId']);
const SET_ASIDE_ATTRIBUTES = ['problems', 'body', 'contentType', 'firstReceivedAt', 'count', 'expiresAt'];
const ENTRY = ['state', 'detail', 'timestamp', 'receivedAt', 'errorCode', 'errorMessage', 'price', 'origin'];

describe('items that something else wrote, with values of any type', () => {
  const deployed = useDeployment();
  const umids: string[] = [];
  const names = [...Object.keys(itemSchema.properties).filter((name) => !KEYS.has(name)), 'other'];
  const typesOf = <T>(itemOf: (value: AttributeValue) => T) => Object.values(VALUES).map(itemOf);
  const all = (attributes: readonly string[], value: AttributeValue) =>
    Object.fromEntries(attributes.map((name) => [name, value]));
  const odd: Record<string, AttributeValue>[] = [
    ...typesOf((value) => all(names, value)),
    ...(isFull ? typesOf((value) => [value]) : [Object.values(VALUES)]).map((entries) => ({ history: { L: entries } })),
    ...typesOf((value) => ({ history: { L: [1, 2].map(() => ({ M: all(ENTRY, value) })) } })),
  ];
  const oddBodies = [
    ...typesOf((value) => all(SET_ASIDE_ATTRIBUTES, value)),
    ...typesOf((value) => ({ ...all(SET_ASIDE_ATTRIBUTES, value), body: { S: '{}' } })),
  ];
  const entry = { state: 'sent', timestamp: '2026-01-01T00:00:00Z', receivedAt: '2026-01-01T00:00:00.000Z' };
  const usual = {
    ...{ destination: NUMBER, firstReceivedAt: '2026-01-01T00:00:00.000Z', lastReceivedAt: new Date().toISOString() },
    ...{ batchId: 'odd', clientMessageId: 'odd', state: 'sent', statusTimestamp: entry.timestamp, errorCode: 1 },
    ...{ history: [entry, entry], smsCount: 1, pricePerSms: 1, priceTotal: 1, priceCurrency: 'USD', expiresAt: 4e9 },
  };

  beforeAll(async () => {
    const { client, receiptsTable: TableName, setAsideTable } = deployed.tables;
    await Promise.all(
      odd.map((attributes, index) => {
        const umid = UMID.replace(/^.{8}/, String(index).padStart(8, '0'));
        umids.push(umid);
        return client.send(new PutItemCommand({ TableName, Item: { ...marshall({ ...usual, umid }), ...attributes } }));
      }),
    );
    await Promise.all(
      oddBodies.map((attributes, index) => {
        const keys = { id: `${index}a`.padEnd(64, 'b'), reason: 'invalid', lastReceivedAt: entry.receivedAt };
        return client.send(
          new PutItemCommand({ TableName: setAsideTable, Item: { ...marshall(keys), ...attributes } }),
        );
      }),
    );
  });

  test('get shows them', async () => {
    for (const umid of umids) {
      const run = await deployed.runHere(['get', umid]);
      expect(run).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(umid) });
    }
  });

  test('the page shows every one', async () => {
    const page = deployed.page();
    for (const [index, umid] of umids.entries()) {
      const { status, text } = await page(`/messages/${umid}`);
      expect([odd[index], status, text.includes(umid)]).toEqual([odd[index], 200, true]);
    }
  });

  test.each([
    ['find', '--destination', NUMBER],
    ['find', '--batch', 'odd'],
    ['find', '--client-message-id', 'odd'],
  ])('%s %s shows all of them', async (...args) => {
    const run = await deployed.runHere([...args, '--limit', '1000']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    for (const umid of umids) expect(run.stdout).toContain(umid);
    const json = await deployed.runHere([...args, '--limit', '1000', '--json']);
    expect(JSON.parse(json.stdout)).toHaveLength(umids.length);
  });

  test('batch and the page count all of them', async () => {
    const run = await deployed.runHere(['batch', 'odd']);
    expect(run).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`${umids.length} messages`) });
    expect((await deployed.page()('/batches/odd')).text).toContain(`of ${umids.length} messages`);
  });

  test.each(['/', `/?q=${encodeURIComponent(NUMBER)}`, '/?q=odd', '/set-aside'])('the page %s works', async (path) => {
    const { status, text } = await deployed.page()(path);
    expect(status).toBe(200);
    expect(text).not.toContain('There are no charts');
  });

  test('every set-aside body is shown', async () => {
    const list = await deployed.runHere(['set-aside', 'list', '--json']);
    expect(list).toMatchObject({ code: 0, stderr: '' });
    const entries = JSON.parse(list.stdout) as { id: string }[];
    expect(entries).toHaveLength(oddBodies.length);
    expect((await deployed.runHere(['set-aside', 'list'])).code).toBe(0);
    const page = deployed.page();
    for (const { id } of entries) {
      expect(await deployed.runHere(['set-aside', 'show', id])).toMatchObject({ code: 0, stderr: '' });
      expect((await page(`/set-aside/${id}`)).status).toBe(200);
    }
  });

  test('forget erases all of them', async () => {
    const run = await deployed.runHere(['forget', '--destination', NUMBER, '--yes', '--json']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout).umids).toHaveLength(umids.length);
  });
});

describe('items that something else wrote, with almost no attribute', () => {
  const deployed = useDeployment();
  beforeAll(async () => {
    const { client, receiptsTable, setAsideTable } = deployed.tables;
    const keys = { destination: NUMBER, firstReceivedAt: '2026-01-01T00:00:00.000Z' };
    for (const umid of [UMID, OTHER_UMID])
      await client.send(new PutCommand({ TableName: receiptsTable, Item: { umid, ...keys } }));
    await client.send(new PutCommand({ TableName: setAsideTable, Item: { id: SET_ASIDE_ID } }));
  });

  test.each([
    { args: ['get', UMID], says: UMID },
    { args: ['find', '--destination', NUMBER], says: OTHER_UMID },
    { args: ['set-aside', 'show', SET_ASIDE_ID.slice(0, 12)], says: SET_ASIDE_ID },
    { args: ['set-aside', 'show', SET_ASIDE_ID], says: SET_ASIDE_ID },
    { args: ['set-aside', 'replay', '--all', '--yes'], says: '1  kept' },
  ])('receipts $args.0 $args.1 shows them', async ({ args, says }) => {
    expect(await deployed.runHere(args)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(says) });
  });

  test.each([`/messages/${UMID}`, `/?q=${encodeURIComponent(NUMBER)}`, '/set-aside', `/set-aside/${SET_ASIDE_ID}`])(
    'the page %s shows them',
    async (path) => {
      expect((await deployed.page()(path)).status).toBe(200);
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
