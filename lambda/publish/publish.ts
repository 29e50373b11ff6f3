import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { EventField, ReceiverEvent } from '../../contract/events.ts';
import { bodyFormatOf, parseBody } from '../record/parse-body.ts';
import {
  ageOfOldest,
  type Change,
  changeOf,
  isHeld,
  isTooOld,
  itemOf,
  STREAM_TIMEOUT_MS,
  type StreamItem,
} from '../stream/change.ts';
import { withDeadline } from '../time/clock.ts';
import { truncateIfTooLarge } from './entry-size.ts';
import { isPermanent, type PutEvents } from './event-bus.ts';
import { otherWebhook, statusChanged, webhookToPublish } from './events.ts';
import { type KeyedEvent, publishInOrder, type Unpublished } from './publish-in-order.ts';

/** One log line of a batch that has events. No personal data. */
export interface PublishLog {
  /** `failed` if events are left for the next try, or went to the dead-letter queue. */
  readonly outcome: 'published' | 'failed';
  readonly events: number;
  readonly published: number;
  /** Milliseconds from the oldest change to its event. */
  readonly ageMs: number;
  /** Ids of the events in the dead-letter queue. */
  readonly deadLettered?: readonly string[];
  /** Events that are left for the next try. */
  readonly left?: number;
  /** Error codes of EventBridge. */
  readonly errors?: readonly string[];
}

export interface PublishDependencies {
  readonly put: PutEvents;
  /** Takes an event that could not be published. Resolves when it is durably held; rejects if it is not. */
  readonly deadLetter: (event: ReceiverEvent, signal: AbortSignal) => Promise<void>;
  /** Personal data to add to status changes. */
  readonly fields: readonly EventField[];
  readonly now: () => Date;
  readonly log: (line: PublishLog) => void;
}

type ChangeEvent = Change & KeyedEvent;

/**
 * The handler for the streams of both tables. Publishes an event for each change of a message's current status, and for
 * each other webhook that was set aside. A failed event and those that it holds back stay in the stream. Lambda retries
 * the batch from the first of them, so later events of other messages may be published twice.
 *
 * @throws Error if no event of the batch could be published, so that the function's error metric counts it
 */
export function createPublishHandler(
  dependencies: PublishDependencies,
): (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse> {
  return async ({ Records }) => {
    const changes = (await Promise.all(Records.map((record) => eventsOf(record, dependencies)))).flat();
    if (changes.length === 0) return { batchItemFailures: [] };
    const unpublished = await withDeadline(STREAM_TIMEOUT_MS, (signal) => publish(changes, dependencies, signal));
    if (unpublished.length === changes.length) {
      throw new Error(`None of ${changes.length} events could be published: ${codesOf(unpublished).join(', ')}.`);
    }
    return {
      batchItemFailures: unpublished.map(({ keyed }) => ({ itemIdentifier: keyed.sequenceNumber })),
    };
  };
}

async function publish(
  changes: readonly ChangeEvent[],
  { put, deadLetter, now, log }: PublishDependencies,
  signal: AbortSignal,
): Promise<Unpublished<ChangeEvent>[]> {
  const deadLettered: string[] = [];
  const errors = new Set<string>();
  const unpublished = await publishInOrder(changes, put, {
    signal,
    deadLetter: async (change, errorCode) => {
      errors.add(errorCode);
      if (!isPermanent(errorCode) && !isTooOld(change, now())) return false;
      if (!(await isHeld(deadLetter(change.event, signal)))) return false;
      deadLettered.push(change.event.detail.id);
      return true;
    },
  });
  log({
    outcome: errors.size > 0 ? 'failed' : 'published',
    events: changes.length,
    published: changes.length - unpublished.length - deadLettered.length,
    ageMs: ageOfOldest(changes, now()),
    ...(deadLettered.length > 0 && { deadLettered }),
    ...(unpublished.length > 0 && { left: unpublished.length }),
    ...(errors.size > 0 && { errors: [...errors].sort() }),
  });
  return unpublished;
}

function codesOf(unpublished: readonly Unpublished<ChangeEvent>[]): string[] {
  return [...new Set(unpublished.map(({ errorCode }) => errorCode))].sort();
}

/** The event of a stream record, as a list; empty if it publishes nothing. */
async function eventsOf(record: DynamoDBRecord, { fields, now }: PublishDependencies): Promise<ChangeEvent[]> {
  const { Keys, OldImage, NewImage } = record.dynamodb ?? {};
  const before = itemOf(OldImage);
  const after = itemOf(NewImage);
  const umid = Keys?.umid?.S;
  const event = umid === undefined ? await webhookEvent(before, after) : statusChanged(before, after, fields);
  // An item that somebody else wrote must not hold back all others: a request with such a time cannot be made
  if (event === undefined || Number.isNaN(Date.parse(event.time))) return [];
  return [{ event: truncateIfTooLarge(event), key: umid ?? event.detail.id, ...changeOf(record, now()) }];
}

async function webhookEvent(before: StreamItem, after: StreamItem): Promise<ReceiverEvent | undefined> {
  const webhook = webhookToPublish(before, after);
  const body: unknown = after?.body;
  // Bytes that are no text were never readable
  if (webhook === undefined || typeof body !== 'string') return undefined;
  const parsed = await parseBody(Buffer.from(body), bodyFormatOf(webhook.contentType) ?? 'json');
  // It was readable when it was set aside. If it no longer is, the text itself is the best that is left
  return otherWebhook(webhook, parsed.issues ? body : parsed.value);
}
