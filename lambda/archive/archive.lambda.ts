import { sqsSender } from '../aws/sqs-sender.ts';
import { readArchiveEnvironment } from '../environment.ts';
import { writeLog } from '../telemetry/request-log.ts';
import { createArchiveHandler } from './archive.ts';
import { CLIENT_TIMEOUTS, createPutRecords } from './firehose.ts';

const environment = readArchiveEnvironment(process.env);
const send = sqsSender(environment.archiveDeadLetterQueueUrl, { requestHandler: CLIENT_TIMEOUTS });

export const handler = createArchiveHandler({
  put: createPutRecords(environment.archiveStream),
  deadLetter: (data, signal) => send(data, { signal }),
  fields: environment.archiveFields,
  now: () => new Date(),
  log: writeLog,
});
