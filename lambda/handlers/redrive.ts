import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { bodyFormatOf } from '../body/parse-body.ts';
import { decode } from '../queue/queued-body.ts';
import type { Stores } from '../store/create-stores.ts';
import { errorName } from '../telemetry/error-name.ts';
import { toReceiptLog } from '../telemetry/receipt-log.ts';
import type { RedriveLog } from '../telemetry/request-log.ts';
import { withDeadline } from './deadline.ts';
import { type ReceivedBody, recordBody } from './record-body.ts';

export interface RedriveDependencies extends Stores {
  readonly now: () => Date;
  readonly log: (line: RedriveLog) => void;
}

/** A batch has this long; the function's time-out must be longer. */
export const BATCH_TIMEOUT_MS = 20_000;

/**
 * The handler of the fallback queue: records each body with the time at which it was first received, by the code that
 * would have recorded it then. What fails stays in the queue, one message for itself. What is no valid receipt goes to
 * the set-aside table, like any other: no message goes round for ever.
 */
export function createRedriveHandler(
  dependencies: RedriveDependencies,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records }) => {
    const failed = await Promise.all(Records.map((record) => redrive(record, dependencies)));
    return { batchItemFailures: failed.filter((id) => id !== undefined).map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** Gives the id of a message that is to stay in the queue. */
async function redrive(
  { messageId, body }: SQSRecord,
  { now, log, ...stores }: RedriveDependencies,
): Promise<string | undefined> {
  const received = receivedBody(body, now());
  const ageSeconds = Math.round((now().getTime() - received.receivedAt.getTime()) / 1000);
  try {
    const kept = await withDeadline(BATCH_TIMEOUT_MS, (signal) => recordBody(received, stores, signal));
    log(
      kept.in === 'receipts'
        ? { outcome: kept.outcome, messageId, ageSeconds, ...toReceiptLog(kept.receipt, received.receivedAt) }
        : { outcome: 'set_aside', messageId, ageSeconds, setAsideId: kept.id },
    );
    return undefined;
  } catch (error) {
    log({ outcome: 'unavailable', messageId, ageSeconds, error: errorName(error) });
    return messageId;
  }
}

/** What is no message of ours, say, sent by hand, is taken for a body, and so ends up in the set-aside table. */
function receivedBody(message: string, now: Date): ReceivedBody {
  const queued = decode(message) ?? { bytes: Buffer.from(message), contentType: undefined, receivedAt: now };
  return { ...queued, format: bodyFormatOf(queued.contentType) ?? 'json' };
}
