import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * A DynamoDB client that gives up early: the vendor waits for the answer, and posts again after 1 second at the
 * earliest. A healthy DynamoDB answers within tens of milliseconds; callers bound the whole by an abort signal.
 */
export function dynamoDbClient(config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: new NodeHttpHandler({ connectionTimeout: 800, requestTimeout: 1500, throwOnRequestTimeout: true }),
    ...config,
  });
  return DynamoDBDocumentClient.from(client, {
    // A map with a field named constructor is taken for an instance of a class, and refused without the second option
    marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true },
  });
}
