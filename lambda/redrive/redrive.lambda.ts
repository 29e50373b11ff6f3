import { readStoreEnvironment } from '../environment.ts';
import { createStores } from '../store/create-stores.ts';
import { dynamoDbClient } from '../store/dynamodb.ts';
import { logBody, redriveMetrics } from '../telemetry/metrics.ts';
import { createRedriveHandler } from './redrive.ts';

const environment = readStoreEnvironment(process.env);

export const handler = createRedriveHandler({
  // Nobody waits for an answer, so pauses only cost time
  ...createStores(dynamoDbClient(), { ...environment, retryThrottling: true }),
  now: () => new Date(),
  log: (line) => logBody(line, redriveMetrics, environment.metrics),
});
