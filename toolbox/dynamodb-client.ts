import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoDbClient } from '../lambda/store/dynamodb.ts';
import { MARSHALL_OPTIONS, UNMARSHALL_OPTIONS } from '../lambda/store/expression.ts';

/**
 * Client settings for a DynamoDB that does not check credentials. They never use the developer's real credentials.
 */
export function localConfig(endpoint: string): DynamoDBClientConfig {
  // CONTRIBUTING.md says which Node versions are supported; the SDK would print it at every start
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

/** The client of the deployed function, extended to convert plain values, which the function does itself. */
export function documentClient(config: DynamoDBClientConfig): DynamoDBDocumentClient {
  // The document client refuses a client that caches its middleware
  const client = dynamoDbClient({ ...config, cacheMiddleware: false });
  // A copy of the options, because the SDK writes into them
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: { ...MARSHALL_OPTIONS },
    unmarshallOptions: { ...UNMARSHALL_OPTIONS },
  });
}

/** An engine that has just started, on a busy machine, may answer slowly. */
const ENGINE_TIMEOUTS: DynamoDBClientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/** The same client for a DynamoDB that does not check credentials, with longer time-outs. */
export function localClient(endpoint: string, config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  return documentClient({ ...localConfig(endpoint), ...ENGINE_TIMEOUTS, ...config });
}
