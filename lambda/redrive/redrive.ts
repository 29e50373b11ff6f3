import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { fromQueueMessage, type ReceivedBody } from '../record/received-body.ts';
import { recordBody, toLogFields } from '../record/record-body.ts';
import type { Stores } from '../store/create-stores.ts';
import { NotStorableError } from '../store/errors.ts';
import { errorName, type RedriveLog } from '../telemetry/request-log.ts';
import { withDeadline } from '../time/clock.ts';
import { type PauseMessages, pauseSeconds } from './pause.ts';

export interface RedriveDependencies extends Stores {
  readonly now: () => Date;
  readonly pause: PauseMessages;
  readonly log: (line: RedriveLog) => void;
}

/** Time limit of a batch. The function's time-out must be longer. */
export const BATCH_TIMEOUT_MS = 20_000;

/**
 * The handler of the fallback queue. Records each body with its original receive time, by the same code as the endpoint.
 * A body that can never be recorded goes to the set-aside table. Messages that fail temporarily stay in the queue, and
 * those that no table will ever accept: SQS moves these to the dead-letter queue. They are received again after a pause
 * that grows with the receives, or after the queue's visibility time-out if they cannot be paused.
 */
export function createRedriveHandler(
  dependencies: RedriveDependencies,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records }) => {
    const areRecorded = await Promise.all(Records.map((record) => redrive(record, dependencies)));
    const failed = Records.filter((_, at) => !areRecorded[at]);
    if (failed.length > 0) await pauseFailed(failed, dependencies);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

/** Returns whether a table has the body now. Otherwise the message stays in the queue. */
async function redrive({ messageId, body }: SQSRecord, { now, log, ...stores }: RedriveDependencies): Promise<boolean> {
  const received = receivedBody(body, now());
  const ageSeconds = Math.round((now().getTime() - received.receivedAt.getTime()) / 1000);
  try {
    const result = await withDeadline(BATCH_TIMEOUT_MS, (signal) => recordBody(received, stores, signal));
    log({ messageId, ageSeconds, ...toLogFields(result, received.receivedAt) });
    return true;
  } catch (error) {
    const outcome = error instanceof NotStorableError ? 'not_storable' : 'unavailable';
    log({ outcome, messageId, ageSeconds, error: errorName(error) });
    return false;
  }
}

async function pauseFailed(records: readonly SQSRecord[], { pause, log }: RedriveDependencies): Promise<void> {
  const messages = records.map(({ messageId, receiptHandle, attributes }) => ({
    messageId,
    receiptHandle,
    seconds: pauseSeconds(Number(attributes.ApproximateReceiveCount), Math.random()),
  }));
  try {
    await pause(messages);
  } catch (error) {
    for (const { messageId } of messages) log({ outcome: 'not_paused', messageId, error: errorName(error) });
  }
}

/** A message in another format, such as one sent by hand, is treated as a raw body, which is set aside. */
function receivedBody(message: string, now: Date): ReceivedBody {
  return fromQueueMessage(message) ?? { bytes: Buffer.from(message), contentType: undefined, receivedAt: now };
}
