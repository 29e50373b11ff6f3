import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import {
  dynamoDbClient,
  type RetryPolicy,
  sendWithRetries,
  updateItem,
  versionByClock,
} from '../../../lambda/store/dynamodb.ts';
import { NotStorableError } from '../../../lambda/store/errors.ts';
import { conditionalNetwork } from '../../../lambda/store/update.ts';

const reason = new DOMException('the time is over', 'TimeoutError');
const noEnd = () => new AbortController().signal;

/** The deployed client on a fake of the network, in which every attempt ends as given. */
function clientThat(attempt: () => Promise<unknown>) {
  const handle = jest.fn((_: { readonly headers: object }) => attempt());
  const client = dynamoDbClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: { handle: handle as never },
  });
  const get = (signal: AbortSignal, policy?: RetryPolicy) =>
    sendWithRetries(
      signal,
      () => client.send(new GetItemCommand({ TableName: 'table', Key: { umid: { S: 'a' } } })),
      policy,
    );
  return { client, handle, get };
}

const timedOut = () => Promise.reject(Object.assign(new Error('of the network'), { name: 'TimeoutError' }));
const answered = (statusCode: number, name: string, more: object = {}) =>
  Promise.resolve({
    response: {
      statusCode,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: Buffer.from(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, ...more })),
    },
  });

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a request', () => {
  const REASONS = { ThrottlingReasons: [{ reason: 'TableWriteKeyRangeThroughputExceeded', resource: 'arn' }] };

  test.each([
    ['a time-out', timedOut, 2, 2],
    ['a fault of the service', () => answered(500, 'InternalServerError'), 2, 2],
    ['a refusal', () => answered(400, 'ValidationException'), 1, 1],
    ['a failed condition', () => answered(400, 'ConditionalCheckFailedException'), 1, 1],
    ['a missing permission', () => answered(400, 'AccessDeniedException'), 1, 1],
    ['throttling', () => answered(400, 'ThrottlingException'), 1, 5],
    ['throttling with its reasons', () => answered(400, 'ThrottlingException', REASONS), 1, 5],
    ['a hot partition', () => answered(400, 'ProvisionedThroughputExceededException'), 1, 5],
    ['a hot partition with its reasons', () => answered(400, 'ProvisionedThroughputExceededException', REASONS), 1, 5],
    ['the limit of the account', () => answered(400, 'RequestLimitExceeded'), 1, 5],
  ])('that ends in %s is retried only if that helps', async (_, attempt, attempts, attemptsIfThrottlingIsRetried) => {
    // No pauses
    jest.spyOn(Math, 'random').mockReturnValue(0);
    for (const [policy, expected] of [
      [undefined, attempts],
      [{ retryThrottling: true }, attemptsIfThrottlingIsRetried],
    ] as const) {
      const { handle, get } = clientThat(attempt);
      await expect(get(noEnd(), policy)).rejects.toThrow();
      expect(handle).toHaveBeenCalledTimes(expected);
    }
  });

  test('starts no attempt after an abort during another', async () => {
    const controller = new AbortController();
    const { handle, get } = clientThat(async () => {
      controller.abort(reason);
      return timedOut();
    });
    await expect(get(controller.signal)).rejects.toMatchObject({ cause: reason });
    expect(handle).toHaveBeenCalledTimes(1);
  });

  test('starts no attempt after an abort during a pause', async () => {
    const controller = new AbortController();
    const { handle, get } = clientThat(async () => {
      setImmediate(() => controller.abort(reason));
      return timedOut();
    });
    jest.spyOn(Math, 'random').mockReturnValue(1e6);
    await expect(get(controller.signal)).rejects.toMatchObject({
      name: 'StoreUnavailableError',
      cause: reason,
    });
    expect(handle).toHaveBeenCalledTimes(1);
  });

  test('that hangs ends when the signal aborts', async () => {
    const controller = new AbortController();
    const waiting = clientThat(() => new Promise(() => undefined)).get(controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toMatchObject({ cause: reason });
  });

  test('is not sent after an abort', async () => {
    const { handle, get } = clientThat(timedOut);
    await expect(get(AbortSignal.abort(reason))).rejects.toMatchObject({ cause: reason });
    expect(handle).not.toHaveBeenCalled();
  });

  test('has its middleware composed once', async () => {
    const { get } = clientThat(() => answered(400, 'ValidationException'));
    const compose = jest.spyOn(GetItemCommand.prototype, 'resolveMiddleware');
    for (let more = 0; more < 3; more += 1) await expect(get(noEnd())).rejects.toThrow();
    expect(compose).toHaveBeenCalledTimes(1);
  });
});

test('the client prepares nothing that DynamoDB does not need', async () => {
  const { client, handle, get } = clientThat(() => answered(400, 'ValidationException'));
  await expect(get(noEnd())).rejects.toThrow();
  expect(Object.keys(handle.mock.lastCall?.[0].headers ?? {}).join()).not.toMatch(/amz-sdk|user-agent/);
  const middleware = client.middlewareStack.identify();
  expect(middleware).not.toHaveLength(0);
  expect(middleware.join()).not.toMatch(/logger|userAgent|recursion/i);
});

test('an update that is refused for another reason than its condition fails, without a read', async () => {
  const { client, handle } = clientThat(() => answered(400, 'ValidationException'));
  const update = conditionalNetwork({ country: 'PH' });
  await expect(
    updateItem(client, { table: 'table', retentionDays: 1 }, { umid: 'a' }, update, noEnd()),
  ).rejects.toBeInstanceOf(NotStorableError);
  expect(handle).toHaveBeenCalledTimes(1);
});

test.each([0, 0.5, 0.9999])('versions of one millisecond differ, and are less than those of the next: %d', (random) => {
  jest.spyOn(Date, 'now').mockReturnValue(1_767_225_600_000);
  jest.spyOn(Math, 'random').mockReturnValue(random);
  expect(versionByClock()).toBe(1_767_225_600_000_000 + Math.floor(random * 1000));
});
