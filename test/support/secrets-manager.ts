import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The service's answer to a read: the fields of a value, or an error, whose name is its `__type`. */
type Answer = Readonly<Record<string, unknown>>;

/**
 * A client on a fake of the network. The service itself runs only in AWS and in the emulator of the deployment test.
 *
 * @param answer - to a read of a version of the secret
 */
export function secretsManagerThat(answer: (versionStage: string) => Answer | Promise<Answer>): SecretsManagerClient {
  return new SecretsManagerClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
    requestHandler: {
      handle: async ({ body }: { body: Uint8Array }) => {
        const { VersionStage = 'AWSCURRENT' } = JSON.parse(new TextDecoder().decode(body));
        const answered = await answer(VersionStage);
        return {
          response: {
            statusCode: '__type' in answered ? 400 : 200,
            headers: { 'content-type': 'application/x-amz-json-1.1' },
            body: Buffer.from(JSON.stringify(answered)),
          },
        };
      },
    },
  });
}
