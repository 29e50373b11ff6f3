import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { TokenSource } from '../../../lambda/receive/authenticate.ts';
import type { ReceiveDependencies } from '../../../lambda/receive/receive.ts';
import { StoreUnavailableError } from '../../../lambda/store/errors.ts';
import { RECEIPT_JSON } from '../../fixtures/samples.ts';
import { postReceipts, TOKEN } from '../../support/events.ts';
import { down, NOW, receiver } from '../../support/receive-in-memory.ts';

describe('the time limits', () => {
  /** Never answers, but gives up when its signal aborts, as the real stores do. */
  const hanging = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      const giveUp = () => reject(new StoreUnavailableError('TimeoutError', { cause: signal.reason }));
      signal.addEventListener('abort', giveUp, { once: true });
    });
  const record = (_: unknown, __: unknown, signal: AbortSignal) => hanging(signal);
  const forgotten = () => new Promise<never>(() => undefined);
  const slowToken: TokenSource = {
    acceptedTokens: async function* () {
      yield await new Promise<string>((resolve) => setTimeout(resolve, 2_000, TOKEN));
    },
  };

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test.each<[name: string, afterMs: number, statusCode: number, change: Partial<ReceiveDependencies>, ageMs?: number]>([
    ['a table that hangs has 2.8 seconds, then the body is queued', 2_800, 202, { record }],
    ['the time to read the token is included', 2_800, 202, { record, tokens: slowToken }],
    ['a cold start is included', 1_000, 202, { record }, 1_800],
    ['after a cold start that took nearly all the time, the body is queued soon', 10, 202, { record }, 2_790],
    ['an implausible age is ignored', 2_800, 202, { record }, 3_001],
    ['a request from the future counts as sent now', 2_800, 202, { record }, -1],
    ['a queue that hangs has the rest of 4.3 seconds', 4_300, 503, { record, queue: forgotten }],
    ['a cold start is included in the time of the queue', 2_500, 503, { record, queue: forgotten }, 1_800],
    ['a token that cannot be read in time is a 503', 2_800, 503, { tokens: { acceptedTokens: () => silent() } }],
  ])('%s', async (_, afterMs, statusCode, change, ageMs = 0) => {
    const { handler } = receiver(change);
    const event = postReceipts({ body: RECEIPT_JSON });
    event.requestContext.timeEpoch = NOW.getTime() - ageMs;
    let answered: number | undefined;
    const posted = handler(event).then((response) => {
      answered = response.statusCode;
    });
    await jest.advanceTimersByTimeAsync(afterMs - 1);
    expect(answered).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    await posted;
    expect(answered).toBe(statusCode);
    expect(jest.getTimerCount()).toBe(0);
  });

  async function* silent(): AsyncGenerator<string> {
    yield await forgotten();
  }

  describe('once a receipt has timed out', () => {
    async function opened(answer: ReceiveDependencies['record'], queue?: ReceiveDependencies['queue']) {
      let attempts = 0;
      const counting: ReceiveDependencies['record'] = (...call) => {
        attempts += 1;
        return answer(...call);
      };
      const to = receiver({ record: counting, now: () => new Date(), ...(queue && { queue }) });
      const post = async (waitMs: number) => {
        const posted = to.post({ body: RECEIPT_JSON });
        await jest.advanceTimersByTimeAsync(waitMs);
        return posted;
      };
      await post(2_800);
      expect(to.lines).toMatchObject([{ outcome: 'queued', breakerOpened: 1 }]);
      return { ...to, post, attempts: () => attempts };
    }

    test('receipts go to the queue without a request to the table', async () => {
      const { post, attempts, queued } = await opened(record);
      for (let more = 0; more < 10; more += 1) expect((await post(0)).statusCode).toBe(202);
      expect(attempts()).toBe(1);
      expect(queued).toHaveLength(11);
    });

    test('a receipt that the queue does not take is still recorded', async () => {
      let isBack = false;
      const { post, lines } = await opened(
        async (...call) => (isBack ? { outcome: 'recorded' } : record(...call)),
        async () => (isBack ? down() : undefined),
      );
      isBack = true;
      expect((await post(0)).statusCode).toBe(200);
      expect(lines.at(-1)).toMatchObject({ outcome: 'recorded' });
    });

    test('a short probe tries the table every 15 seconds', async () => {
      const { post, attempts, lines } = await opened(record);
      await jest.advanceTimersByTimeAsync(15_000);
      expect((await post(100)).statusCode).toBe(202);
      await post(0);
      expect(attempts()).toBe(2);
      expect(lines.at(-1)).toMatchObject({ outcome: 'queued', error: 'CircuitOpenError' });
      expect(lines.filter(({ breakerOpened }) => breakerOpened)).toHaveLength(1);
    });

    test('a probe that is answered closes the circuit breaker', async () => {
      let isBack = false;
      const { post } = await opened(async (...call) => (isBack ? { outcome: 'recorded' } : record(...call)));
      isBack = true;
      expect((await post(0)).statusCode).toBe(202);
      await jest.advanceTimersByTimeAsync(15_000);
      for (let more = 0; more < 3; more += 1) expect((await post(0)).statusCode).toBe(200);
    });
  });
});
