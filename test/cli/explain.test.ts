import { describe, expect, test } from '@jest/globals';
import { runInProcess } from './support/run-in-process.ts';

describe('explain', () => {
  test('says what the error means, whose turn it is, and whose words these are', async () => {
    const { code, stdout } = await runInProcess(['explain', '46']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Error 46: Subscriber not reachable\n {2}Not delivered: the phone could not be reached\.\n/,
    );
    expect(stdout).toMatch(/\n {2}whose turn +the recipient\n/);
    expect(stdout).toContain('8x8 names the error; the explanation is ours.');
  });

  test.each([
    ['777', '8x8 does not document this code'],
    ['0', '8x8 sends it for no error'],
  ])('code %s has no explanation, and the tool says so', async (code, words) => {
    expect(await runInProcess(['explain', code])).toMatchObject({ code: 0, stdout: expect.stringContaining(words) });
  });

  test.each([
    ['42', { errorCode: 42, documented: true, errorReason: 'Source credit insufficiency', party: 'sender' }],
    ['777', { errorCode: 777, documented: false }],
  ])('%s --json', async (code, expected) => {
    expect(JSON.parse((await runInProcess(['explain', code, '--json'])).stdout)).toMatchObject(expected);
  });
});
