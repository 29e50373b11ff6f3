import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { errorName } from './error-name.ts';
import { notationOf } from './http/parse-body.ts';
import { decode } from './queue/queued-body.ts';
import { type ReceiptLine, receiptLine } from './receipt-line.ts';
import { type ReceivedBody, recordBody, type Stores } from './record-body.ts';
import { within } from './within.ts';

/** What one line of the log says of a message of the queue. Nothing of a person. */
export interface RedriveLine extends Partial<ReceiptLine> {
  readonly outcome: string;
  /** SQS's id of the message. */
  readonly messageId: string;
  /** Seconds since the caller posted the body. */
  readonly ageSeconds?: number;
  readonly setAsideId?: string;
  /** Name of the error that kept the body out of the tables. */
  readonly error?: string;
}

export interface RedriveDependencies extends Stores {
  readonly now: () => Date;
  readonly log: (line: RedriveLine) => void;
}

/** A batch has this long; the function's time-out must be longer. */
export const BATCH_TIMEOUT_MS = 20_000;

/**
 * The handler of the fallback queue: records each body with the time at which it was first received, by the code that
 * would have recorded it then. What fails stays in the queue, one message for itself. What is no valid receipt goes to
 * the set-aside table, like any other: no message goes round for ever.
 */
export function redriveReceipts(dependencies: RedriveDependencies): (event: SQSEvent) => Promise<SQSBatchResponse> {
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
    const kept = await within(BATCH_TIMEOUT_MS, (signal) => recordBody(received, stores, signal));
    log(
      kept.in === 'receipts'
        ? { outcome: kept.outcome, messageId, ageSeconds, ...receiptLine(kept.receipt, received.receivedAt) }
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
  return { ...queued, notation: notationOf(queued.contentType) ?? 'json' };
}
