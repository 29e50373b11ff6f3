import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dynamoDbClient } from '../../lambda/store/dynamodb.ts';
import { createSetAside, type SetAsideBody, type SetBodyAside } from '../../lambda/store/set-aside-store.ts';
import { localConfig } from '../../toolbox/dynamodb-client.ts';
import { countRequests } from '../support/count-requests.ts';
import { engine, type FreshTables, freshTables, isDynamoDbLocal, LONG_TIMEOUTS } from '../support/engine.ts';

/** In the future, because DynamoDB Local deletes what has expired. */
const START = Date.parse('2090-01-01T00:00:00Z');
const DAY = 86_400;
const at = (second: number) => new Date(START + second * 1000);

describe('the store of set-aside bodies', () => {
  const client = dynamoDbClient({ ...localConfig(engine.endpoint), requestHandler: LONG_TIMEOUTS });
  let tables: FreshTables;
  let store: SetBodyAside;
  let requests: string[];
  let now: Date;

  beforeAll(async () => {
    tables = await freshTables();
    store = createSetAside(client, { table: tables.setAsideTable, retentionDays: 30, now: () => now });
    requests = countRequests(client);
  });
  afterAll(() => {
    client.destroy();
    tables.client.destroy();
  });

  /** Sets a body aside that was posted and recorded so many seconds after the start. By default both are the same. */
  const setAside = (
    body: string | Uint8Array,
    second: number,
    change: Partial<SetAsideBody> = {},
    recorded = second,
  ) => {
    now = at(recorded);
    const received: SetAsideBody = {
      body: Buffer.from(body as string),
      contentType: 'text/plain',
      reason: 'invalid',
      problems: [],
      receivedAt: at(second),
      ...change,
    };
    return store(received, new AbortController().signal);
  };
  const read = async (id: string) =>
    (await tables.client.send(new GetCommand({ TableName: tables.setAsideTable, Key: { id }, ConsistentRead: true })))
      .Item;
  const newBody = () => `body ${randomUUID()}`;

  test('a new body takes one request, and so does a later copy', async () => {
    const before = requests.length;
    const body = newBody();
    const problems = [{ pointer: '/payload/umid', detail: 'is required' }];
    const { id, isNew } = await setAside(body, 0, { problems });
    expect(isNew).toBe(true);
    expect(await setAside(body, 1, { problems })).toEqual({ id, isNew: false });
    expect(requests.slice(before)).toEqual(['UpdateItemCommand', 'UpdateItemCommand']);
    expect(await read(id)).toEqual({
      id,
      body,
      reason: 'invalid',
      problems,
      contentType: 'text/plain',
      firstReceivedAt: at(0).toISOString(),
      lastReceivedAt: at(1).toISOString(),
      expiresAt: START / 1000 + 1 + 30 * DAY,
      count: 2,
    });
  });

  test('an earlier copy takes one more write', async () => {
    const body = newBody();
    const { id } = await setAside(body, 5, { contentType: 'a' });
    const before = requests.length;
    expect(await setAside(body, 2, { contentType: 'b' })).toEqual({ id, isNew: false });
    expect(requests.slice(before).filter((name) => name === 'UpdateItemCommand')).toHaveLength(2);
    expect(requests.length - before).toBe(isDynamoDbLocal ? 2 : 3);
    expect(await read(id)).toMatchObject({
      contentType: 'a',
      firstReceivedAt: at(2).toISOString(),
      lastReceivedAt: at(5).toISOString(),
      expiresAt: START / 1000 + 5 + 30 * DAY,
      count: 2,
    });
  });

  test('150 concurrent copies are all counted, one of them is new, and none waits for another', async () => {
    const body = newBody();
    const before = requests.length;
    const kept = await Promise.all(Array.from({ length: 150 }, (_, copy) => setAside(body, copy % 4)));
    expect(kept.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await read(kept[0]?.id ?? '')).toMatchObject({ count: 150, firstReceivedAt: at(0).toISOString() });
    const updates = requests.slice(before).filter((name) => name === 'UpdateItemCommand');
    expect(updates.length).toBeLessThanOrEqual(3 * 150);
  });

  test.each<[name: string, body: string | Uint8Array]>([
    ['text behind a byte order mark', '\ufeff{}'],
    ['an empty body', ''],
    ['NUL', '\0'],
    ['64 KiB', 'é'.repeat(32_768)],
    ['bytes that are not text', Buffer.of(0xff, 0x00)],
  ])('a body is stored unchanged: %s', async (_, body) => {
    const { id } = await setAside(body, 0);
    const kept = (await read(id))?.body;
    expect(typeof kept).toBe(typeof body);
    expect(Buffer.from(kept)).toEqual(Buffer.from(body as string));
  });

  test.each<[contentType: string | undefined, kept: string | null]>([
    ['', ''],
    [undefined, null],
    ['x'.repeat(8000), 'x'.repeat(8000)],
  ])('the content type is stored: %j', async (contentType, kept) => {
    expect(await read((await setAside(newBody(), 0, { contentType })).id)).toMatchObject({ contentType: kept });
  });
});
