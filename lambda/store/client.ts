import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { abortAttempts } from './unless-aborted.ts';

/**
 * A DynamoDB client that gives up early: the vendor waits for the answer, and posts again after 1 second at the
 * earliest. A healthy DynamoDB answers within tens of milliseconds; callers bound the whole by {@link unlessAborted}.
 */
export function dynamoDbClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  const client = new DynamoDBClient({
    maxAttempts: 3,
    // Else it is composed anew for every receipt
    cacheMiddleware: true,
    requestHandler: new NodeHttpHandler({ connectionTimeout: 800, requestTimeout: 1500, throwOnRequestTimeout: true }),
    ...config,
  });
  // Without a log to write to, it prepares all the same what it would say of each request
  client.middlewareStack.remove('loggerMiddleware');
  abortAttempts(client);
  return client;
}
