import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * A DynamoDB client for the functions. Time-outs are short, because a healthy DynamoDB answers within tens of
 * milliseconds and the fallback queue takes the rest. It does not retry: {@link sendWithRetries} does.
 */
export function dynamoDbClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: 1,
    // Otherwise every request composes the middleware again
    cacheMiddleware: true,
    requestHandler: { connectionTimeout: 400, requestTimeout: 600, throwOnRequestTimeout: true },
    ...config,
  });
}
