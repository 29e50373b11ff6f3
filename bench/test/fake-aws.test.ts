import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { startFakeAws } from '../fake-aws.ts';

test.each([
  { error: 'ThrottlingException', reasons: ['TableWriteKeyRangeThroughputExceeded'] },
  { error: 'ProvisionedThroughputExceededException' },
])('the fake DynamoDB throttles every write with $error', async ({ error, ...given }) => {
  const fake = await startFakeAws({ tls: false, dynamoDb: { error, ...given } });
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: fake.endpoints.dynamoDb,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const write = client.send(new PutItemCommand({ TableName: 'T', Item: { umid: { S: 'a' } } }));
  const ThrottlingReasons = given.reasons?.map((reason) => expect.objectContaining({ reason }));
  await expect(write).rejects.toMatchObject({ name: error, ...(ThrottlingReasons && { ThrottlingReasons }) });
  client.destroy();
  await fake.stop();
});
