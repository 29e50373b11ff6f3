import { eventBridgeBus } from './bus/eventbridge-bus.ts';
import { sqsEventDeadLetterQueue } from './bus/sqs-event-dead-letter-queue.ts';
import { readPublishEnvironment } from './environment.ts';
import { createPublishHandler } from './handlers/publish.ts';
import { jsonLog } from './telemetry/json-log.ts';

const environment = readPublishEnvironment(process.env);

export const handler = createPublishHandler({
  bus: eventBridgeBus(environment.eventBus),
  deadLetterQueue: sqsEventDeadLetterQueue(environment.deadLetterQueueUrl),
  fields: environment.eventFields,
  now: () => new Date(),
  log: (line) => jsonLog(line.outcome === 'failed' ? 'ERROR' : 'INFO', line),
});
