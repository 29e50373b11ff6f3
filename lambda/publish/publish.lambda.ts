import { sqsSender } from '../aws/sqs-sender.ts';
import { readPublishEnvironment } from '../environment.ts';
import { asciiJson } from '../receipt/json.ts';
import { writeLog } from '../telemetry/request-log.ts';
import { CLIENT_TIMEOUTS, createPutEvents } from './event-bus.ts';
import { createPublishHandler } from './publish.ts';

const environment = readPublishEnvironment(process.env);
const send = sqsSender(environment.eventDeadLetterQueueUrl, { requestHandler: CLIENT_TIMEOUTS });

export const handler = createPublishHandler({
  put: createPutEvents(environment.eventBus),
  // In the form in which a rule sends it to a queue
  deadLetter: (event, signal) => send(asciiJson(event), { signal }),
  fields: environment.eventFields,
  now: () => new Date(),
  log: writeLog,
});
