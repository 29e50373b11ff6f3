import { readReceiveEnvironment } from '../environment.ts';
import { createStores } from '../store/create-stores.ts';
import { dynamoDbClient } from '../store/dynamodb.ts';
import { logBody, requestMetrics } from '../telemetry/metrics.ts';
import { steadyClock } from '../time/clock.ts';
import { allowSources } from './authenticate.ts';
import { fallbackQueue } from './fallback-queue.ts';
import { createReceiveHandler } from './receive.ts';
import { secretsManagerClient, secretTokens } from './secret-tokens.ts';

const environment = readReceiveEnvironment(process.env);
const steadyNow = steadyClock();
const tokens = secretTokens(
  secretsManagerClient(),
  { secretId: environment.tokenSecretId, overlapHours: environment.tokenOverlapHours },
  steadyNow,
);
// Starts now, so that the first request does not wait for it
tokens.prefetch();

export const handler = createReceiveHandler({
  tokens,
  isAllowedSource: allowSources(environment.allowedSources),
  queue: fallbackQueue(environment.fallbackQueueUrl),
  ...createStores(dynamoDbClient(), environment),
  now: () => new Date(),
  steadyNow,
  log: (line) => logBody(line, requestMetrics, environment.metrics),
});
