import { secretsManagerClient, secretTokens } from './auth/secret-tokens.ts';
import { allowSources } from './auth/source-address.ts';
import { readReceiveEnvironment } from './environment.ts';
import { createReceiveHandler } from './handlers/receive.ts';
import { lazyQueue } from './queue/fallback-queue.ts';
import { dynamoDbClient } from './store/client.ts';
import { createStores } from './store/create-stores.ts';
import { requestMetrics, toWrittenLog } from './telemetry/embedded-metrics.ts';
import { jsonLog } from './telemetry/json-log.ts';
import { levelOf } from './telemetry/request-log.ts';

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
  fallbackQueue: lazyQueue(async () => {
    const { sqsFallbackQueue } = await import('./queue/sqs-fallback-queue.ts');
    return sqsFallbackQueue(environment.fallbackQueueUrl);
  }),
  isAllowedSource: allowSources(environment.allowedSources),
  ...createStores(dynamoDbClient(), environment),
  now: () => new Date(),
  log: (line) => {
    const metrics = requestMetrics(line, environment.metrics, new Date());
    jsonLog(levelOf(line), { ...toWrittenLog(line, environment.metrics), ...metrics });
  },
});
