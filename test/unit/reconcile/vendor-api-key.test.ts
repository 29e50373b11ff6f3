import { expect, test } from '@jest/globals';
import { readVendorApiKey } from '../../../lambda/reconcile/vendor-api-key.ts';
import { secretsManagerThat } from '../../support/secrets-manager.ts';

const readFrom = (answer: object) =>
  readVendorApiKey(
    secretsManagerThat(() => ({ ...answer })),
    'secret',
  );

test('the key is read without surrounding white space', async () => {
  expect(await readFrom({ SecretString: ' key\n' })).toBe('key');
});

test.each([
  ['no value', { __type: 'ResourceNotFoundException', message: 'no value for AWSCURRENT' }],
  ['an empty value', { SecretString: ' ' }],
  ['a binary value', {}],
])('for a secret with %s, the error names the command that stores the key', async (_, answer) => {
  await expect(readFrom(answer)).rejects.toThrow(/has no value. Store the key: receipts store-key/);
});

test('a secret that holds JSON is refused', async () => {
  const json = readFrom({ SecretString: '{"apiKey":"key"}' });
  await expect(json).rejects.toThrow('is JSON. Store the value alone');
});

test('any other error is passed on', async () => {
  const refused = readFrom({ __type: 'AccessDeniedException', message: 'not allowed' });
  await expect(refused).rejects.toThrow('not allowed');
});
