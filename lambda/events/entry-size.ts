import { DETAIL_TYPES, type ReceiverEvent } from '../../contract/events.ts';

/**
 * The most bytes that the entries of one request to EventBridge may have. AWS's limit is 1 MB, its older pages say
 * 256 KB, and so do the limits of some targets.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
export const MAX_REQUEST_BYTES = 250_000;

/** AWS counts 14 bytes for the time of an entry. */
const TIME_BYTES = 14;

/** The size of the entry of an event, as AWS counts it. */
export function entryBytes(event: ReceiverEvent): number {
  const texts = [event.source, event['detail-type'], JSON.stringify(event.detail)];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), TIME_BYTES);
}

/**
 * The event itself where it is small enough. Otherwise the event without what a consumer can read from the table by
 * the id that stays, marked as `truncated`.
 */
export function truncateIfTooLarge(event: ReceiverEvent): ReceiverEvent {
  if (entryBytes(event) <= MAX_REQUEST_BYTES) return event;
  if (event['detail-type'] === DETAIL_TYPES.otherWebhook) {
    const { body: _, ...detail } = event.detail;
    return { ...event, detail: { ...detail, truncated: true } };
  }
  // A body has at most 64 KiB, so that the texts that stay are small enough together
  const { version, id, umid, state, terminal, statusTimestamp, receivedAt } = event.detail;
  return {
    ...event,
    detail: { version, id, umid, state, terminal, statusTimestamp, receivedAt, truncated: true },
  };
}
