import { readPublishEnvironment } from '../environment.ts';
import { jsonLog } from '../telemetry/json-log.ts';
import { eventBridgeBus } from './eventbridge-bus.ts';
import { createPublishHandler } from './publish.ts';
import { sqsEventDeadLetterQueue } from './sqs-event-dead-letter-queue.ts';

const environment = readPublishEnvironment(process.env);

export const handler = createPublishHandler({
  bus: eventBridgeBus(environment.eventBus),
  deadLetterQueue: sqsEventDeadLetterQueue(environment.deadLetterQueueUrl),
  fields: environment.eventFields,
  now: () => new Date(),
  log: (line) => jsonLog(line.outcome === 'failed' ? 'ERROR' : 'INFO', line),
});
