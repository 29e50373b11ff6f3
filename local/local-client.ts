import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoDbClient } from '../lambda/store/client.ts';

/**
 * What a client needs for a DynamoDB that checks no credentials. The real ones that a developer may have set are never
 * used.
 */
export function localConfig(endpoint: string): DynamoDBClientConfig {
  // Which Node versions are supported is said in CONTRIBUTING.md; the SDK would say it at every start
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

/** A client as the deployed function has it, for such a DynamoDB. */
export function localClient(endpoint: string, config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  return dynamoDbClient({ ...localConfig(endpoint), ...config });
}
