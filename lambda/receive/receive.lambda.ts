import { readReceiveEnvironment } from '../environment.ts';
import { dynamoDbClient } from '../store/client.ts';
import { createStores } from '../store/create-stores.ts';
import { requestMetrics, toWrittenLog } from '../telemetry/embedded-metrics.ts';
import { jsonLog } from '../telemetry/json-log.ts';
import { levelOf } from '../telemetry/request-log.ts';
import { lazyQueue } from './fallback-queue.ts';
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
  fallbackQueue: lazyQueue(async () => {
    const { sqsFallbackQueue } = await import('./sqs-fallback-queue.ts');
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
