import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, test } from '@jest/globals';
import { secretTokens } from '../../../lambda/auth/secret-tokens.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');

interface SecretValue {
  readonly text: string;
  readonly createdAt: number;
}

/**
 * A stand-in for Secrets Manager, answering at the SDK's boundary to the network: the service itself runs only in AWS
 * and in the emulator of the deployment test.
 */
class FakeSecretsManager {
  current: SecretValue = { text: 'first', createdAt: START - 100 * HOUR };
  previous: SecretValue | undefined;
  isDown = false;
  readonly requests: string[] = [];

  rotate(text: string, createdAt: number): void {
    this.previous = this.current;
    this.current = { text, createdAt };
  }

  client(): SecretsManagerClient {
    return new SecretsManagerClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
      requestHandler: {
        handle: async ({ body }: { body: Uint8Array }) => {
          const { VersionStage = 'AWSCURRENT' } = JSON.parse(new TextDecoder().decode(body)) as {
            VersionStage?: string;
          };
          this.requests.push(VersionStage);
          return { response: this.#answer(VersionStage) };
        },
      },
    });
  }

  #answer(stage: string) {
    if (this.isDown) return httpResponse(500, { __type: 'InternalServiceError' });
    const value = stage === 'AWSPREVIOUS' ? this.previous : this.current;
    return value === undefined
      ? httpResponse(400, { __type: 'ResourceNotFoundException', message: 'no such version' })
      : httpResponse(200, { SecretString: value.text, CreatedDate: value.createdAt / 1000 });
  }
}

function httpResponse(statusCode: number, body: object) {
  return {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function setUp() {
  const service = new FakeSecretsManager();
  const clock = { now: START };
  const source = secretTokens(service.client(), { secretId: 'token', overlapHours: 24 }, () => clock.now);
  return { service, clock, source };
}

test('the token is read once, and all wait for the one reading', async () => {
  const { service, source } = setUp();
  expect(await Promise.all([source.tokens(), source.tokens(), source.tokens()])).toEqual([
    ['first'],
    ['first'],
    ['first'],
  ]);
  expect(await source.tokens()).toEqual(['first']);
  expect(service.requests).toEqual(['AWSCURRENT']);
});

test('space around the token, as an editor may leave it, does not count', async () => {
  const { service, source } = setUp();
  service.current = { text: ' first\n', createdAt: 0 };
  expect(await source.tokens()).toEqual(['first']);
});

test('a token that is not known yet makes it read again, at most once a minute', async () => {
  const { service, clock, source } = setUp();
  await source.tokens();
  clock.now += 59_999;
  service.rotate('second', clock.now);
  expect(await source.refreshTokens()).toEqual(['first']);
  clock.now += 1;
  expect(await source.refreshTokens()).toEqual(['second', 'first']);
  expect(await source.refreshTokens()).toEqual(['second', 'first']);
  expect(service.requests).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPREVIOUS']);
});

describe('the previous token', () => {
  test('is accepted until the overlap ends, also by those who read it before', async () => {
    const { service, clock, source } = setUp();
    service.rotate('second', START);
    expect(await source.tokens()).toEqual(['second', 'first']);
    clock.now += 24 * HOUR - 1;
    expect(await source.tokens()).toEqual(['second', 'first']);
    clock.now += 1;
    expect(await source.tokens()).toEqual(['second']);
  });

  test('is not even read when the overlap has ended', async () => {
    const { service, clock, source } = setUp();
    service.rotate('second', START);
    clock.now += 24 * HOUR;
    expect(await source.tokens()).toEqual(['second']);
    expect(service.requests).toEqual(['AWSCURRENT']);
  });

  test('need not exist', async () => {
    const { service, source } = setUp();
    service.current = { text: 'first', createdAt: START };
    expect(await source.tokens()).toEqual(['first']);
    expect(service.requests).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });
});

describe('while the secret cannot be read', () => {
  test('nothing is accepted, and the next request tries again', async () => {
    const { service, source } = setUp();
    service.isDown = true;
    await expect(source.tokens()).rejects.toThrow();
    service.isDown = false;
    expect(await source.tokens()).toEqual(['first']);
  });

  test('tokens read before still serve, and tokens not known yet are no refusal but an error', async () => {
    const { service, clock, source } = setUp();
    await source.tokens();
    service.isDown = true;
    clock.now += 60_000;
    await expect(source.refreshTokens()).rejects.toThrow();
    expect(await source.tokens()).toEqual(['first']);
    expect(await source.refreshTokens()).toEqual(['first']);
  });
});
