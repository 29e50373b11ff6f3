import { expect, test } from '@jest/globals';
import { pageSecret } from '../../../lambda/page/page-secret.ts';
import { secretsManagerThat } from '../../support/secrets-manager.ts';

const SESSION_KEY = 'k'.repeat(32);
const MINUTE_MS = 60_000;

const THROTTLED = { __type: 'ThrottlingException', message: 'throttled' };

/** A secret that can be changed. */
function fakeSecret() {
  const fake = { reads: 0, answer: { SecretString: JSON.stringify({ sessionKey: SESSION_KEY }) } as object };
  const client = secretsManagerThat(() => {
    fake.reads += 1;
    return { ...fake.answer };
  });
  return Object.assign(fake, { client });
}

test('the secret is read once a minute, and a changed one works then', async () => {
  const fake = fakeSecret();
  let now = 0;
  const read = pageSecret(fake.client, 'secret', () => now);
  expect(await Promise.all([read(), read()])).toEqual(Array(2).fill({ clientSecret: '', sessionKey: SESSION_KEY }));
  fake.answer = { SecretString: JSON.stringify({ clientSecret: ' new\n', sessionKey: SESSION_KEY }) };
  now = MINUTE_MS - 1;
  expect(await read()).toMatchObject({ clientSecret: '' });
  expect(fake.reads).toBe(1);
  now = MINUTE_MS;
  expect(await read()).toMatchObject({ clientSecret: 'new' });
  expect(fake.reads).toBe(2);
});

test('a read that failed is repeated by the next call', async () => {
  const fake = fakeSecret();
  const read = pageSecret(fake.client, 'secret', () => 0);
  const { answer } = fake;
  fake.answer = THROTTLED;
  await expect(read()).rejects.toThrow('throttled');
  fake.answer = answer;
  expect(await read()).toMatchObject({ sessionKey: SESSION_KEY });
});

test.each(['', 'text', 'null', '[]', '{}', '{"sessionKey":5}', '{"sessionKey":"short"}'])(
  'the secret %j is refused, with what to do, and is not shown',
  async (text) => {
    const client = secretsManagerThat(() => ({ SecretString: text }));
    await expect(pageSecret(client, 'secret', () => 0)()).rejects.toThrow(
      'The secret of the page has no sessionKey. Make one: receipts page new-key.',
    );
  },
);
