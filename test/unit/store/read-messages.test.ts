import { describe, expect, jest, test } from '@jest/globals';
import { dynamoDbClient } from '../../../lambda/store/dynamodb.ts';
import { StoreUnavailableError } from '../../../lambda/store/errors.ts';
import { readMessages } from '../../../lambda/store/read-messages.ts';

type Key = { readonly umid: { readonly S: string } };

const TABLE = 'receipts';
/** Of an item that somebody else wrote, without a history. */
const FOREIGN = 'foreign';
const UMIDS = Array.from({ length: 100 }, (_, at) => `umid-${at}`);
const HISTORY = {
  L: [
    {
      M: {
        state: { S: 'sent' },
        timestamp: { S: '2026-01-01T00:00:00Z' },
        receivedAt: { S: '2026-01-01T00:00:01.000Z' },
      },
    },
  ],
};

/** The deployed client on a fake of DynamoDB that processes only the first `countOf` keys of a request, or throttles it. */
function dynamoDbThatProcesses(countOf: (request: number, keys: number) => number | 'throttled') {
  const requests: string[][] = [];
  const handle = async ({ body }: { body: Uint8Array }) => {
    const { Keys, ...read } = JSON.parse(new TextDecoder().decode(body)).RequestItems[TABLE];
    const attributes = read.ProjectionExpression.split(', ').map((name: string) => read.ExpressionAttributeNames[name]);
    expect(attributes).toEqual(['umid', 'history', 'country', 'operator']);
    const count = countOf(requests.length, Keys.length);
    requests.push(Keys.map(({ umid }: Key) => umid.S));
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    if (count === 'throttled') {
      return { response: { statusCode: 400, headers, body: Buffer.from('{"__type":"ThrottlingException"}') } };
    }
    const left = Keys.slice(count);
    const answer = {
      Responses: {
        [TABLE]: Keys.slice(0, count).map((key: Key) => ({
          ...key,
          ...(key.umid.S !== FOREIGN && { history: HISTORY }),
        })),
      },
      UnprocessedKeys: left.length > 0 ? { [TABLE]: { Keys: left } } : {},
    };
    return { response: { statusCode: 200, headers, body: Buffer.from(JSON.stringify(answer)) } };
  };
  const client = dynamoDbClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: { handle: handle as never },
  });
  const pauses: number[] = [];
  const read = (umids = UMIDS, signal = new AbortController().signal) =>
    readMessages(client, TABLE, umids, signal, async (ms) => {
      signal.throwIfAborted();
      pauses.push(ms);
    });
  return { read, requests, pauses };
}

describe('reading a batch of messages', () => {
  test('sends one request, without a pause, if DynamoDB processes every key', async () => {
    const { read, requests, pauses } = dynamoDbThatProcesses((_, keys) => keys);
    expect([...(await read()).keys()]).toEqual(UMIDS);
    expect([requests.length, pauses]).toEqual([1, []]);
    expect(await read([])).toEqual(new Map());
    expect(requests).toHaveLength(1);
  });

  test('asks for each message once, however often it is given', async () => {
    const { read, requests } = dynamoDbThatProcesses((_, keys) => keys);
    await read(['umid-0', 'umid-1', 'umid-0']);
    expect(requests).toEqual([['umid-0', 'umid-1']]);
  });

  test('leaves out an item that somebody else wrote', async () => {
    const { read } = dynamoDbThatProcesses((_, keys) => keys);
    expect([...(await read(['umid-0', FOREIGN, 'umid-1'])).keys()]).toEqual(['umid-0', 'umid-1']);
  });

  test('asks again if DynamoDB throttles', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const { read, requests } = dynamoDbThatProcesses((request, keys) => (request < 2 ? 'throttled' : keys));
    expect((await read()).size).toBe(100);
    expect(requests).toHaveLength(3);
    jest.restoreAllMocks();
  });

  test('asks again only for unprocessed keys', async () => {
    const { read, requests, pauses } = dynamoDbThatProcesses((request, keys) => (request < 2 ? 40 : keys));
    expect([...(await read()).keys()]).toEqual(UMIDS);
    expect(requests).toEqual([UMIDS, UMIDS.slice(40), UMIDS.slice(80)]);
    expect(pauses).toHaveLength(2);
  });

  test('pauses longer before each request, up to 640 ms', async () => {
    const { read, pauses } = dynamoDbThatProcesses((_, keys) => Math.min(1, keys));
    await read(UMIDS.slice(0, 60));
    expect(pauses).toHaveLength(59);
    for (const [at, pause] of pauses.entries()) expect(pause).toBeLessThanOrEqual(Math.min(20 * 2 ** (at + 1), 640));
    expect(Math.max(...pauses)).toBeGreaterThan(40);
  });

  test('gives up after 10 requests in a row that process nothing', async () => {
    const { read, requests } = dynamoDbThatProcesses(() => 0);
    await expect(read()).rejects.toThrow(new StoreUnavailableError('UnprocessedKeys'));
    expect(requests).toHaveLength(10);
  });

  test('goes on as long as some keys are processed now and then', async () => {
    const { read, requests } = dynamoDbThatProcesses((request) => (request % 10 === 9 ? 25 : 0));
    expect((await read()).size).toBe(100);
    expect(requests).toHaveLength(40);
  });

  test('ends in a pause if the signal aborts', async () => {
    const controller = new AbortController();
    const { read, requests } = dynamoDbThatProcesses(() => {
      controller.abort();
      return 0;
    });
    await expect(read(UMIDS, controller.signal)).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(requests).toHaveLength(1);
  });
});
