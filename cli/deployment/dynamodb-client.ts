import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { MARSHALL_OPTIONS, UNMARSHALL_OPTIONS } from '../../lambda/store/attribute-values.ts';
import { dynamoDbClient } from '../../lambda/store/client.ts';

/**
 * What a client needs for a DynamoDB that checks no credentials. The real ones that a developer may have set are never
 * used.
 */
export function localConfig(endpoint: string): DynamoDBClientConfig {
  // Which Node versions are supported is said in CONTRIBUTING.md; the SDK would say it at every start
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

/** A client as the deployed function has it, and which also takes our values as they are; the function has its own way. */
export function documentClient(config: DynamoDBClientConfig): DynamoDBDocumentClient {
  // It refuses a client that caches its middleware
  const client = dynamoDbClient({ ...config, cacheMiddleware: false });
  // A copy of the options, because the SDK writes into them
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: { ...MARSHALL_OPTIONS },
    unmarshallOptions: { ...UNMARSHALL_OPTIONS },
  });
}

/** Such a client for a DynamoDB that checks no credentials. */
export function localClient(endpoint: string, config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  return documentClient({ ...localConfig(endpoint), ...config });
}
