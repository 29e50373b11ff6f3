import { readReceiveEnvironment } from '../environment.ts';
import { createStores } from '../store/create-stores.ts';
import { dynamoDbClient } from '../store/dynamodb.ts';
import { logBody, requestMetrics } from '../telemetry/metrics.ts';
import { fallbackQueue } from './fallback-queue.ts';
import { createReceiveHandler } from './receive.ts';
import { secretsManagerClient, secretTokens } from './secret-tokens.ts';
import { allowSources } from './source-address.ts';

const environment = readReceiveEnvironment(process.env);
const tokens = secretTokens(
  secretsManagerClient(),
  { secretId: environment.tokenSecretId, overlapHours: environment.tokenOverlapHours },
  Date.now,
);
// Starts now, so that the first request does not wait for it
tokens.prefetch();

export const handler = createReceiveHandler({
  tokens,
  isAllowedSource: allowSources(environment.allowedSources),
  queue: fallbackQueue(environment.fallbackQueueUrl),
  ...createStores(dynamoDbClient(), environment),
  now: () => new Date(),
  log: (line) => logBody(line, requestMetrics, environment.metrics),
});
