import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * A DynamoDB client for the functions: short attempts, because a healthy DynamoDB answers within tens of milliseconds
 * and the fallback queue takes what it does not, and no retries, which {@link sendWithRetries} makes.
 */
export function dynamoDbClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: 1,
    // Otherwise the middleware is composed anew for every receipt
    cacheMiddleware: true,
    requestHandler: { connectionTimeout: 400, requestTimeout: 600, throwOnRequestTimeout: true },
    ...config,
  });
}
