import { describe, expect, test } from '@jest/globals';
import { unlessAborted } from '../../../lambda/store/unless-aborted.ts';

const never = () => new Promise<string>(() => undefined);

describe('unless aborted', () => {
  const reason = new Error('the time is over');

  test('gives what was waited for', async () => {
    await expect(unlessAborted(new AbortController().signal, async () => 'done')).resolves.toBe('done');
  });

  test('throws what failed', async () => {
    const failure = new Error('failed');
    const failing = unlessAborted(new AbortController().signal, () => Promise.reject(failure));
    await expect(failing).rejects.toBe(failure);
  });

  test('throws the reason of an abort in the meantime', async () => {
    const controller = new AbortController();
    const waiting = unlessAborted(controller.signal, never);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  test('starts nothing once aborted', async () => {
    let started = false;
    const late = unlessAborted(AbortSignal.abort(reason), async () => {
      started = true;
    });
    await expect(late).rejects.toBe(reason);
    expect(started).toBe(false);
  });

  test('listens no longer than it waits', async () => {
    const { signal } = new AbortController();
    const listening = new Set<unknown>();
    signal.addEventListener = (_: string, listener: unknown) => void listening.add(listener);
    signal.removeEventListener = (_: string, listener: unknown) => void listening.delete(listener);
    const waiting = unlessAborted(signal, async () => 'done');
    expect(listening.size).toBe(1);
    await waiting;
    expect(listening.size).toBe(0);
  });
});
