import { readRedriveEnvironment } from '../environment.ts';
import { createStores } from '../store/create-stores.ts';
import { dynamoDbClient } from '../store/dynamodb.ts';
import { logBody, redriveMetrics } from '../telemetry/metrics.ts';
import { sqsPause } from './pause.ts';
import { createRedriveHandler } from './redrive.ts';

const environment = readRedriveEnvironment(process.env);

export const handler = createRedriveHandler({
  // Without retries of throttled writes: a pause in the queue costs nothing, and other bodies go ahead
  ...createStores(dynamoDbClient(), environment),
  now: () => new Date(),
  pause: environment.fallbackQueueUrl === '' ? async () => undefined : sqsPause(environment.fallbackQueueUrl),
  log: (line) => logBody(line, redriveMetrics, environment.metrics),
});
