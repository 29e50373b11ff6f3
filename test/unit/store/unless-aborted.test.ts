import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { dynamoDbClient } from '../../../lambda/store/client.ts';
import { unlessAborted } from '../../../lambda/store/unless-aborted.ts';

const reason = new DOMException('the time is over', 'TimeoutError');

/** A client whose attempts all end as the given one does. */
function clientThat(attempt: () => Promise<never>) {
  const handle = jest.fn(attempt);
  const client = dynamoDbClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: { handle },
  });
  const command = () => new GetItemCommand({ TableName: 'table', Key: { umid: { S: 'a' } } });
  const get = (signal: AbortSignal, one = command()) => unlessAborted(signal, one, () => client.send(one));
  return { handle, client, get };
}

const failing = () => Promise.reject(Object.assign(new Error('of the network'), { name: 'TimeoutError' }));
const hanging = () => new Promise<never>(() => undefined);

/** Lets the clock run until a promise is settled. */
async function settled(promise: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  promise.then(over, over);
  while (!isOver) {
    await jest.advanceTimersByTimeAsync(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('unless aborted', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  test('a client makes all of its attempts', async () => {
    const { handle, get } = clientThat(failing);
    const told = expect(get(new AbortController().signal)).rejects.toThrow('of the network');
    await settled(told);
    await told;
    expect(handle).toHaveBeenCalledTimes(3);
  });

  test('aborted in the meantime, it makes no other, however long the process goes on', async () => {
    const controller = new AbortController();
    const { handle, get } = clientThat(async () => {
      controller.abort(reason);
      return failing();
    });
    await expect(get(controller.signal)).rejects.toBe(reason);
    await jest.advanceTimersByTimeAsync(600_000);
    expect(handle).toHaveBeenCalledTimes(1);
  });

  test('aborted while an attempt hangs, it is waited for no longer', async () => {
    const controller = new AbortController();
    const waiting = clientThat(hanging).get(controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  test('aborted before, nothing is sent', async () => {
    const { handle, get } = clientThat(failing);
    await expect(get(AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(handle).not.toHaveBeenCalled();
  });

  test('a command does not suffer from the abort of another', async () => {
    const { handle, get } = clientThat(failing);
    await expect(get(AbortSignal.abort(reason))).rejects.toBe(reason);
    const told = expect(get(new AbortController().signal)).rejects.toThrow('of the network');
    await settled(told);
    await told;
    expect(handle).toHaveBeenCalledTimes(3);
  });

  test('the middleware is composed once', async () => {
    const { get } = clientThat(() => Promise.reject(new Error('for good')));
    const compose = jest.spyOn(GetItemCommand.prototype, 'resolveMiddleware');
    const { signal } = new AbortController();
    await expect(get(signal)).rejects.toThrow('for good');
    await expect(get(signal)).rejects.toThrow('for good');
    expect(compose).toHaveBeenCalledTimes(1);
  });
});
