import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { ExecuteStatementCommand, PutCommand, QueryCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RECEIPTS_TABLE } from '../../contract/tables.ts';
import { createTables } from '../../local/create-tables.ts';
import type { Engine } from '../../local/engine/engine.ts';
import { startEngine } from '../../local/engine/start-engine.ts';
import { type Body, INBOUND_SMS_JSON, RECEIPT_XML, SAMPLE_UMID, sampleReceipt } from '../fixtures/samples.ts';
import { type FreshTables, freshTables, isDynamoDbLocal } from '../support/engine.ts';
import type { RequestSketch } from '../support/events.ts';
import { receiverOn } from '../support/receiver.ts';

/** In the future, because DynamoDB Local deletes what has expired. */
const START = Date.parse('2090-01-01T00:00:00Z');

const status = (state: string, second: number, change: (body: Body) => void = () => undefined): RequestSketch => ({
  body: sampleReceipt((body) => {
    body.payload.status = { state, timestamp: `2090-01-01T00:00:0${second}Z` };
    change(body);
  }),
});
const another = (number: number, payload: object = {}): RequestSketch =>
  status('sent', number, (body) =>
    Object.assign(body.payload, { umid: SAMPLE_UMID.replace(/.$/, `${number}`) }, payload),
  );

/** A body for each way through the stores, and for each kind of value. */
const POSTS: readonly RequestSketch[] = [
  status('queued', 1, (body) => delete body.payload.clientMessageId),
  status('queued', 1),
  status('delivered', 3),
  status('sent', 2),
  status('sent', 2),
  { body: RECEIPT_XML, headers: { 'content-type': 'text/xml' } },
  another(1, {
    clientMessageId: '',
    batchId: null,
    more: [true, null, { '': 1, 'a.b #c': 'nul \0, \uffff, \u{1F600}' }],
  }),
  ...[2 ** 53, 1e20, 123456789012345e30, 9.9e125, 1e-130, 0.1, 0, -0].map((total, at) =>
    another(at % 3, {
      price: { total, perSms: 0.0123456789012345, currency: 'USD' },
      status: { state: `s${at}`, timestamp: '2090-01-01T00:00:00Z' },
      total,
    }),
  ),
  ...Array.from({ length: 8 }, (_, at) =>
    another(4, { status: { state: 'sent', timestamp: `2090-01-01T00:00:0${at}Z`, errorMessage: 'x'.repeat(60_000) } }),
  ),
  { body: INBOUND_SMS_JSON },
  { body: INBOUND_SMS_JSON },
  { body: '' },
  { body: Buffer.of(0xff, 0x00, 0xfe).toString('base64'), isBase64Encoded: true },
];

/**
 * Where they behave the same, a test on one of them holds for both, and the fast tests, which execute requests with dynalite's
 * code, hold for DynamoDB. `npm start` uses dynalite where there is no Java.
 */
(isDynamoDbLocal ? describe : describe.skip)('DynamoDB Local and dynalite', () => {
  let dynalite: Engine;
  let both: readonly [local: FreshTables, dynalite: FreshTables];
  beforeAll(async () => {
    dynalite = await startEngine('dynalite');
    both = [await freshTables(), await freshTables(dynalite.endpoint)];
  });
  afterAll(async () => {
    for (const { client } of both) client.destroy();
    await dynalite.stop();
  });

  const onBoth = <T>(run: (tables: FreshTables) => Promise<T>): Promise<T[]> => Promise.all(both.map(run));
  /** Without versions, which begin at the time. */
  const scan = async ({ client }: FreshTables, TableName: string) =>
    ((await client.send(new ScanCommand({ TableName }))).Items ?? [])
      .map(({ version, ...item }): Record<string, string> => item)
      .sort((a, b) => ((a.umid ?? a.id ?? '') < (b.umid ?? b.id ?? '') ? -1 : 1));
  /** Expects the same of both. */
  async function expectAlike<T>(run: (tables: FreshTables) => Promise<T>): Promise<T> {
    const [local, other] = await onBoth(run);
    expect(other).toEqual(local);
    return local as T;
  }
  const errorOf = (action: Promise<unknown>): Promise<Error> =>
    action.then(
      () => Promise.reject(new Error('It was not refused.')),
      (error: Error) => error,
    );

  test('have the tables of the definition', async () => {
    const [keys, indexes] = await expectAlike(async ({ client, receiptsTable }) => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: receiptsTable }));
      const described = Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => [
        IndexName,
        KeySchema?.map(({ AttributeName }) => AttributeName),
        Projection?.NonKeyAttributes?.toSorted() ?? [],
      ]);
      return [Table?.KeySchema, described?.toSorted()];
    });
    expect(keys).toEqual([{ AttributeName: 'umid', KeyType: 'HASH' }]);
    expect(indexes).toEqual(
      Object.entries(RECEIPTS_TABLE.indexes)
        .map(([name, index]) => [
          name,
          [index.partitionKey, ...('sortKey' in index ? [index.sortKey] : [])],
          index.projected.toSorted(),
        ])
        .toSorted(),
    );
  });

  test('give the same answers to the same posts, and hold the same items', async () => {
    const outcomes = await expectAlike(async (tables) => {
      let second = 0;
      const now = () => new Date(START + second * 1000);
      const { post } = receiverOn(tables, { now });
      const answers = [];
      for (const sketch of POSTS) {
        second += 1;
        answers.push((await post(sketch)).json.outcome ?? 'refused');
      }
      return answers;
    });
    expect(new Set(outcomes)).toEqual(new Set(['recorded', 'duplicate', 'stale', 'set_aside', 'refused']));
    expect(await expectAlike((tables) => scan(tables, tables.receiptsTable))).toHaveLength(5);
    expect((await expectAlike((tables) => scan(tables, tables.setAsideTable))).length).toBeGreaterThan(3);
    // A second time the tables exist, and keep their items
    await onBoth((tables) => createTables(tables.client, tables));
    expect(await expectAlike((tables) => scan(tables, tables.receiptsTable))).toHaveLength(5);
  });

  test.each(Object.entries(RECEIPTS_TABLE.indexes))(
    'find the same by %s, in the same order',
    async (IndexName, index) => {
      const found = await expectAlike(async ({ client, receiptsTable }) => {
        const { [index.partitionKey]: value } = (await scan(both[0], both[0].receiptsTable)).find(
          ({ umid }) => umid === SAMPLE_UMID,
        ) as Record<string, string>;
        const query = new QueryCommand({
          TableName: receiptsTable,
          IndexName,
          KeyConditionExpression: '#key = :value',
          ExpressionAttributeNames: { '#key': index.partitionKey },
          ExpressionAttributeValues: { ':value': value },
          ScanIndexForward: false,
        });
        const { Items = [] } = await client.send(query);
        // Without a sort key there is no order
        return 'sortKey' in index ? Items : Items.sort((a, b) => (a.umid < b.umid ? -1 : 1));
      });
      // Most posts have the names of the sample
      expect(found.length).toBeGreaterThan(1);
    },
  );

  const update = (table: string, change: object) =>
    new UpdateCommand({
      TableName: table,
      Key: { umid: 'refused' },
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: { ':value': 'x' },
      ...change,
    });

  test.each<[what: string, change: object]>([
    ['an item of more than 400 KB', { ExpressionAttributeValues: { ':value': 'x'.repeat(410_000) } }],
    [
      'a number as the key of an index',
      { ExpressionAttributeNames: { '#name': 'batchId' }, ExpressionAttributeValues: { ':value': 1 } },
    ],
    ['an empty key', { Key: { umid: '' } }],
    ['a value that the expression does not use', { ExpressionAttributeValues: { ':value': 1, ':more': 2 } }],
    ['an expression that sets a name twice', { UpdateExpression: 'SET #name = :value, #name = :value' }],
  ])('refuse %s', async (_, change) => {
    const name = await expectAlike(async ({ client, receiptsTable }) => {
      return (await errorOf(client.send(update(receiptsTable, change)))).name;
    });
    expect(name).toBe('ValidationException');
  });

  test('refuse the same condition, but only DynamoDB Local returns the item', async () => {
    const errors = await onBoth(async ({ client, receiptsTable }) => {
      const item = { umid: 'conditional', name: 'x' };
      await client.send(new PutCommand({ TableName: receiptsTable, Item: item }));
      const ConditionExpression = 'attribute_not_exists(#name) OR #name < :value';
      const command = update(receiptsTable, {
        Key: { umid: 'conditional' },
        ConditionExpression,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return errorOf(client.send(command));
    });
    for (const error of errors) expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(errors.map((error) => (error as ConditionalCheckFailedException).Item)).toEqual([
      { umid: { S: 'conditional' }, name: { S: 'x' } },
      undefined,
    ]);
  });

  test('apply concurrent writes of an item one after another', async () => {
    const counts = await expectAlike(async ({ client, receiptsTable }) => {
      const count = update(receiptsTable, {
        Key: { umid: 'counted' },
        UpdateExpression: 'SET #name = if_not_exists(#name, :none) + :one',
        ExpressionAttributeValues: { ':none': 0, ':one': 1 },
        ReturnValues: 'ALL_NEW',
      });
      const answers = await Promise.all(Array.from({ length: 20 }, () => client.send(count)));
      return answers.map(({ Attributes }) => Attributes?.name).sort((a, b) => a - b);
    });
    expect(counts).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  test('differ in an empty text as the key of an index, which only DynamoDB Local refuses, as DynamoDB does', async () => {
    const written = await onBoth(({ client, receiptsTable }) =>
      client
        .send(
          update(receiptsTable, {
            ExpressionAttributeNames: { '#name': 'batchId' },
            ExpressionAttributeValues: { ':value': '' },
          }),
        )
        .then(
          () => 'written',
          ({ name }) => name,
        ),
    );
    expect(written).toEqual(['ValidationException', 'written']);
  });

  test('differ in TTL and PartiQL, which dynalite does not have', async () => {
    const described = await onBoth(async ({ client, receiptsTable, setAsideTable }) =>
      Promise.all(
        [receiptsTable, setAsideTable].map(async (TableName) => {
          return (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
        }),
      ),
    );
    expect(described).toEqual([
      Array(2).fill({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' }),
      Array(2).fill({ TimeToLiveStatus: 'DISABLED' }),
    ]);
    const [, { client, receiptsTable }] = both;
    const statement = new ExecuteStatementCommand({ Statement: `SELECT umid FROM "${receiptsTable}"` });
    expect(await errorOf(client.send(statement))).toMatchObject({ name: 'UnknownOperationException' });
  });
});
