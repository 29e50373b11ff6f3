import { readRedriveEnvironment } from '../environment.ts';
import { dynamoDbClient } from '../store/client.ts';
import { createStores } from '../store/create-stores.ts';
import { redriveMetrics, toWrittenLog } from '../telemetry/embedded-metrics.ts';
import { jsonLog } from '../telemetry/json-log.ts';
import { levelOf } from '../telemetry/request-log.ts';
import { createRedriveHandler } from './redrive.ts';
import { sqsPause } from './sqs-pause.ts';

const environment = readRedriveEnvironment(process.env);

export const handler = createRedriveHandler({
  // Nobody waits for an answer, so pauses only cost time
  ...createStores(dynamoDbClient(), { ...environment, retryThrottling: true }),
  now: () => new Date(),
  // Without the queue's address, its visibility time-out is the pause
  pause: environment.fallbackQueueUrl === '' ? async () => undefined : sqsPause(environment.fallbackQueueUrl),
  log: (line) => {
    const metrics = redriveMetrics(line, environment.metrics, new Date());
    jsonLog(levelOf(line), { ...toWrittenLog(line, environment.metrics), ...metrics });
  },
});
