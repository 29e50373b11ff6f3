import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { fromQueueMessage, type ReceivedBody } from '../record/received-body.ts';
import { recordBody, toLogFields } from '../record/record-body.ts';
import type { Stores } from '../store/create-stores.ts';
import { NotStorableError } from '../store/errors.ts';
import { errorName, type RedriveLog } from '../telemetry/request-log.ts';
import { withDeadline } from '../time/deadline.ts';

export interface RedriveDependencies extends Stores {
  readonly now: () => Date;
  readonly log: (line: RedriveLog) => void;
}

/** Time limit of a batch. The function's time-out must be longer. */
export const BATCH_TIMEOUT_MS = 20_000;

/**
 * The handler of the fallback queue. Records each body with its original receive time, by the same code as the endpoint.
 * A body that can never be recorded goes to the set-aside table. Messages that fail temporarily stay in the queue, and
 * those that no table will ever accept: SQS moves these to the dead-letter queue.
 */
export function createRedriveHandler(
  dependencies: RedriveDependencies,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records }) => {
    const failed = await Promise.all(Records.map((record) => redrive(record, dependencies)));
    return { batchItemFailures: failed.filter((id) => id !== undefined).map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** Returns the id of the message if it stays in the queue. */
async function redrive(
  { messageId, body }: SQSRecord,
  { now, log, ...stores }: RedriveDependencies,
): Promise<string | undefined> {
  const received = receivedBody(body, now());
  const ageSeconds = Math.round((now().getTime() - received.receivedAt.getTime()) / 1000);
  try {
    const result = await withDeadline(BATCH_TIMEOUT_MS, (signal) => recordBody(received, stores, signal));
    log({ messageId, ageSeconds, ...toLogFields(result, received.receivedAt) });
    return undefined;
  } catch (error) {
    const outcome = error instanceof NotStorableError ? 'not_storable' : 'unavailable';
    log({ outcome, messageId, ageSeconds, error: errorName(error) });
    return messageId;
  }
}

/** A message in another format, such as one sent by hand, is treated as a raw body, which is set aside. */
function receivedBody(message: string, now: Date): ReceivedBody {
  return fromQueueMessage(message) ?? { bytes: Buffer.from(message), contentType: undefined, receivedAt: now };
}
