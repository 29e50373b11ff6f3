import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, test } from '@jest/globals';
import { readVendorApiKey } from '../../../lambda/reconcile/vendor-api-key.ts';

/** A fake of Secrets Manager at the SDK's boundary to the network. */
function clientThat(statusCode: number, answer: object): SecretsManagerClient {
  return new SecretsManagerClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
    requestHandler: {
      handle: async () => ({
        response: {
          statusCode,
          headers: { 'content-type': 'application/x-amz-json-1.1' },
          body: Buffer.from(JSON.stringify(answer)),
        },
      }),
    },
  });
}

test('the key is read without surrounding white space', async () => {
  expect(await readVendorApiKey(clientThat(200, { SecretString: ' key\n' }), 'secret')).toBe('key');
});

test.each([
  ['no value', 400, { __type: 'ResourceNotFoundException', message: 'no value for AWSCURRENT' }],
  ['an empty value', 200, { SecretString: ' ' }],
  ['a binary value', 200, {}],
])('for a secret with %s, the error names the command that stores the key', async (_, statusCode, answer) => {
  await expect(readVendorApiKey(clientThat(statusCode, answer), 'secret')).rejects.toThrow(
    /has no value. Store the key: receipts store-key/,
  );
});

test('a secret that holds JSON is refused', async () => {
  const client = clientThat(200, { SecretString: '{"apiKey":"key"}' });
  await expect(readVendorApiKey(client, 'secret')).rejects.toThrow('is JSON. Store the value alone');
});

test('any other error is passed on', async () => {
  const client = clientThat(400, { __type: 'AccessDeniedException', message: 'not allowed' });
  await expect(readVendorApiKey(client, 'secret')).rejects.toThrow('not allowed');
});
