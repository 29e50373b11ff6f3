import { readStoreEnvironment } from '../environment.ts';
import { dynamoDbClient } from '../store/client.ts';
import { createStores } from '../store/create-stores.ts';
import { redriveMetrics, toWrittenLog } from '../telemetry/embedded-metrics.ts';
import { jsonLog } from '../telemetry/json-log.ts';
import { levelOf } from '../telemetry/request-log.ts';
import { createRedriveHandler } from './redrive.ts';

const environment = readStoreEnvironment(process.env);

export const handler = createRedriveHandler({
  // Nobody waits for an answer, so pauses only cost time
  ...createStores(dynamoDbClient(), { ...environment, retryThrottling: true }),
  now: () => new Date(),
  log: (line) => {
    const metrics = redriveMetrics(line, environment.metrics, new Date());
    jsonLog(levelOf(line), { ...toWrittenLog(line, environment.metrics), ...metrics });
  },
});
