import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, test } from '@jest/globals';
import { pageSecret } from '../../../lambda/page/page-secret.ts';

const SESSION_KEY = 'k'.repeat(32);
const MINUTE_MS = 60_000;

/** A client whose answers can be set, without a network. */
function fakeClient() {
  const client = new SecretsManagerClient({ region: 'us-east-1' });
  const fake = { client, reads: 0, answer: (): string | Error => JSON.stringify({ sessionKey: SESSION_KEY }) };
  client.send = async () => {
    fake.reads += 1;
    const answer = fake.answer();
    if (answer instanceof Error) throw answer;
    return { SecretString: answer };
  };
  return fake;
}

test('the secret is read once a minute, and a changed one works then', async () => {
  const fake = fakeClient();
  let now = 0;
  const read = pageSecret(fake.client, 'secret', () => now);
  expect(await Promise.all([read(), read()])).toEqual(Array(2).fill({ clientSecret: '', sessionKey: SESSION_KEY }));
  fake.answer = () => JSON.stringify({ clientSecret: ' new\n', sessionKey: SESSION_KEY });
  now = MINUTE_MS - 1;
  expect(await read()).toMatchObject({ clientSecret: '' });
  expect(fake.reads).toBe(1);
  now = MINUTE_MS;
  expect(await read()).toMatchObject({ clientSecret: 'new' });
  expect(fake.reads).toBe(2);
});

test('a read that failed is repeated by the next call', async () => {
  const fake = fakeClient();
  const read = pageSecret(fake.client, 'secret', () => 0);
  const answer = fake.answer;
  fake.answer = () => new Error('throttled');
  await expect(read()).rejects.toThrow('throttled');
  fake.answer = answer;
  expect(await read()).toMatchObject({ sessionKey: SESSION_KEY });
});

test.each(['', 'text', 'null', '[]', '{}', '{"sessionKey":5}', '{"sessionKey":"short"}'])(
  'the secret %j is refused, with what to do, and is not shown',
  async (text) => {
    const fake = fakeClient();
    fake.answer = () => text;
    await expect(pageSecret(fake.client, 'secret', () => 0)()).rejects.toThrow(
      'The secret of the page has no sessionKey. Make one: receipts page new-key.',
    );
  },
);
