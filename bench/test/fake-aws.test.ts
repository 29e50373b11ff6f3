import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from '@jest/globals';
import { type FakeAws, type FakeAwsOptions, startFakeAws } from '../fake-aws.ts';

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
let fake: FakeAws;
afterEach(() => fake.stop());

async function put(dynamoDb: FakeAwsOptions['dynamoDb'], abortSignal = AbortSignal.timeout(60_000)): Promise<unknown> {
  fake = await startFakeAws({ tls: false, ...(dynamoDb && { dynamoDb }) });
  const endpoint = fake.endpoints.dynamoDb;
  const client = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
  const command = new PutItemCommand({ TableName: 'T', Item: { umid: { S: 'a' } } });
  return client
    .send(command, { abortSignal })
    .catch((error: unknown) => error)
    .finally(() => client.destroy());
}

test('the fake DynamoDB takes every write', async () => {
  expect(await put(undefined)).toMatchObject({ $metadata: { httpStatusCode: 200 } });
  expect(fake.dynamoDbRequests()).toBe(1);
});

test.each([
  { error: 'ThrottlingException', reasons: ['TableWriteKeyRangeThroughputExceeded'] },
  { error: 'ProvisionedThroughputExceededException' },
  { error: 'RequestLimitExceeded', reasons: ['TableWriteAccountLimitExceeded'] },
])('the fake DynamoDB throttles every write with $error', async ({ error, ...given }) => {
  const thrown = await put({ error, ...given });
  const reasons = given.reasons?.map((reason) => expect.objectContaining({ reason }));
  expect(thrown).toMatchObject({ name: error, ...(reasons && { ThrottlingReasons: reasons }) });
});

test('the fake DynamoDB that hangs receives the write and never answers', async () => {
  const controller = new AbortController();
  const answer = put('hangs', controller.signal);
  while (fake === undefined || fake.dynamoDbRequests() === 0) await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  expect(await answer).toMatchObject({ name: 'AbortError' });
});

test('the fake SQS takes messages', async () => {
  fake = await startFakeAws({ tls: false });
  const client = new SQSClient({ region: 'us-east-1', endpoint: fake.endpoints.sqs, credentials });
  // The client compares the checksum in the answer
  const command = new SendMessageCommand({ QueueUrl: `${fake.endpoints.sqs}/0/queue`, MessageBody: 'é' });
  await expect(client.send(command)).resolves.toMatchObject({ MessageId: expect.any(String) });
  client.destroy();
});
