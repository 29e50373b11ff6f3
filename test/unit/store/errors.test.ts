import { describe, expect, test } from '@jest/globals';
import { asStoreErrors, NotStorableError, StoreUnavailableError, toStoreError } from '../../../lambda/store/errors.ts';

const named = (name: string) => Object.assign(new Error('secret inside'), { name });

describe('a request that fails', () => {
  test.each([
    ['ValidationException', NotStorableError],
    ['SerializationException', NotStorableError],
    ['ThrottlingException', StoreUnavailableError],
    ['ProvisionedThroughputExceededException', StoreUnavailableError],
    ['ResourceNotFoundException', StoreUnavailableError],
    ['AccessDeniedException', StoreUnavailableError],
    ['TimeoutError', StoreUnavailableError],
    ['AbortError', StoreUnavailableError],
    ['Error', StoreUnavailableError],
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
  test.each([new StoreUnavailableError('x'), new NotStorableError('y')])('passes on %s', async (error) => {
    await expect(asStoreErrors(() => Promise.reject(error))).rejects.toBe(error);
  });

  test.each([new TypeError('secret inside'), new RangeError('secret inside'), named('TimeoutError'), 'secret inside'])(
    'that fails in our own code is not storable, so that it is not retried: %s',
    async (error) => {
      const failure = await asStoreErrors(() => Promise.reject(error)).catch((caught: unknown) => caught);
      expect(failure).toBeInstanceOf(NotStorableError);
      expect((failure as Error).message).not.toContain('secret');
    },
  );

  test('returns its result', async () => {
    expect(await asStoreErrors(async () => 1)).toBe(1);
  });
});
