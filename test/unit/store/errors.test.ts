import { describe, expect, test } from '@jest/globals';
import { untilDone } from '../../../lambda/store/dynamodb.ts';
import { NotStorableError, StoreUnavailableError, toStoreError } from '../../../lambda/store/errors.ts';

const named = (name: string) => Object.assign(new Error('secret inside'), { name });

describe('a request that fails', () => {
  test.each([
    ['ValidationException', NotStorableError],
    ['SerializationException', NotStorableError],
    ['ThrottlingException', StoreUnavailableError],
    ['ResourceNotFoundException', StoreUnavailableError],
  ])('with %s', (name, kind) => {
    const error = toStoreError(named(name));
    expect(error).toBeInstanceOf(kind);
    expect([error.message, (error.cause as Error).name]).toEqual([name, name]);
  });

  test('with a value that is not an error', () => {
    expect(toStoreError('secret inside')).toMatchObject({ name: 'StoreUnavailableError', message: 'unknown' });
  });
});

describe('an operation of the store', () => {
  const signal = () => new AbortController().signal;

  test.each([new StoreUnavailableError('x'), new NotStorableError('y')])('passes on %s', async (error) => {
    await expect(untilDone(signal(), () => Promise.reject(error))).rejects.toBe(error);
  });

  test.each([new TypeError('secret inside'), new RangeError('secret inside'), named('TimeoutError'), 'secret inside'])(
    'that fails in our own code is not storable, so that it is not retried: %s',
    async (error) => {
      const failure = await untilDone(signal(), () => Promise.reject(error)).catch((caught: unknown) => caught);
      expect(failure).toBeInstanceOf(NotStorableError);
      expect(failure).toMatchObject({ message: error instanceof Error ? error.name : 'unknown', cause: error });
    },
  );

  test('is repeated until it has a result, with a pause before each repetition', async () => {
    const [results, pauses]: [(number | undefined)[], number[]] = [[undefined, undefined, 1], []];
    const done = await untilDone(signal(), async () => results.shift(), { sleep: async (ms) => void pauses.push(ms) });
    expect([done, results, pauses.length]).toEqual([1, [], 2]);
  });

  test('is unavailable after 5 conflicts, which is no time-out', async () => {
    const pauses: number[] = [];
    const conflicts = untilDone(signal(), async () => undefined, { sleep: async (ms) => void pauses.push(ms) });
    await expect(conflicts).rejects.toEqual(new StoreUnavailableError('Conflict'));
    expect(pauses).toHaveLength(5);
  });

  test('is unavailable if the signal aborts during a pause, which is no time-out', async () => {
    const controller = new AbortController();
    const abort = async () => controller.abort(new DOMException('', 'TimeoutError'));
    const error = await untilDone(controller.signal, abort).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error).not.toMatchObject({ cause: { name: 'TimeoutError' } });
  });
});
