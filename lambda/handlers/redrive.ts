import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { decode, type ReceivedBody } from '../queue/queued-body.ts';
import type { Stores } from '../store/create-stores.ts';
import { NotStorableError } from '../store/errors.ts';
import { errorName } from '../telemetry/error-name.ts';
import type { RedriveLog } from '../telemetry/request-log.ts';
import { withDeadline } from './deadline.ts';
import { toLogFields } from './log-fields.ts';
import { recordBody } from './record-body.ts';

export interface RedriveDependencies extends Stores {
  readonly now: () => Date;
  readonly log: (line: RedriveLog) => void;
}

/** For a batch; the function's time-out must be longer. */
export const BATCH_TIMEOUT_MS = 20_000;

/**
 * The handler of the fallback queue: records each body with the time at which it was first received, by the same code
 * as the endpoint. What can never be recorded goes to the set-aside table at once. Only what fails for now stays in the
 * queue, each message on its own, and what no table will ever take: SQS moves that to the dead-letter queue.
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
    log({ messageId, ageSeconds, ...toLogFields(kept, received.receivedAt) });
    return undefined;
  } catch (error) {
    const outcome = error instanceof NotStorableError ? 'not_storable' : 'unavailable';
    log({ outcome, messageId, ageSeconds, error: errorName(error) });
    return messageId;
  }
}

/** Messages that are not in our format, such as those sent by hand, are treated as raw bodies: they are set aside. */
function receivedBody(message: string, now: Date): ReceivedBody {
  return decode(message) ?? { bytes: Buffer.from(message), contentType: undefined, receivedAt: now };
}
