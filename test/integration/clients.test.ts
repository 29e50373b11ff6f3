import { createServer } from 'node:http';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fallbackQueue } from '../../lambda/receive/fallback-queue.ts';
import { secretsManagerClient } from '../../lambda/receive/secret-tokens.ts';
import { dynamoDbClient } from '../../lambda/store/dynamodb.ts';
import { listen } from '../support/listen.ts';

describe('a client of the functions, if the service takes requests and never answers, gives up by a time-out', () => {
  let requests = 0;
  const environmentBefore = { ...process.env };
  let endpoint = '';
  let close: () => Promise<void>;

  beforeAll(async () => {
    const silent = createServer(() => {
      requests += 1;
    });
    ({ endpoint, close } = await listen(silent));
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: endpoint,
    });
  });
  afterAll(() => {
    process.env = environmentBefore;
    return close();
  });

  const READ = new GetItemCommand({ TableName: 'table', Key: { umid: { S: 'a' } } });
  const noEnd = () => new AbortController().signal;
  const body = { bytes: Buffer.from('{}'), contentType: undefined, receivedAt: new Date(0) };

  test.each<[name: string, attempts: number, send: () => Promise<unknown>]>([
    ['DynamoDB', 1, () => dynamoDbClient().send(READ)],
    ['DynamoDB, configured to retry,', 2, () => dynamoDbClient({ maxAttempts: 2 }).send(READ)],
    ['Secrets Manager', 2, () => secretsManagerClient().send(new GetSecretValueCommand({ SecretId: 'token' }))],
    ['SQS', 2, () => fallbackQueue(`${endpoint}/000000000000/queue`)(body, noEnd())],
  ])('%s after %d attempts', async (_, attempts, send) => {
    requests = 0;
    await expect(send()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(requests).toBe(attempts);
  });

  test('SQS immediately after an abort', async () => {
    const controller = new AbortController();
    const sent = fallbackQueue(`${endpoint}/000000000000/queue`)(body, controller.signal);
    controller.abort();
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  });
});
