import { DETAIL_TYPES, type ReceiverEvent } from '../../contract/events.ts';

/**
 * The maximum size of the entries in one request to EventBridge, in bytes. AWS's limit is 1 MB, but its older pages and
 * the limits of some targets are 256 KB.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
export const MAX_REQUEST_BYTES = 250_000;

/** AWS counts 14 bytes for the time of an entry. */
const TIME_BYTES = 14;

/** The size of an event's entry in bytes, as AWS counts it. */
export function entryBytes(event: ReceiverEvent): number {
  const texts = [event.source, event['detail-type'], JSON.stringify(event.detail)];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), TIME_BYTES);
}

/**
 * The event itself if it is small enough. Otherwise the event without the fields that a consumer can read from the table
 * by its id, marked as `truncated`.
 */
export function truncateIfTooLarge(event: ReceiverEvent): ReceiverEvent {
  if (entryBytes(event) <= MAX_REQUEST_BYTES) return event;
  if (event['detail-type'] === DETAIL_TYPES.otherWebhook) {
    const { body: _, ...detail } = event.detail;
    return { ...event, detail: { ...detail, truncated: true } };
  }
  // The remaining texts fit, because a body has at most 64 KiB
  const { version, id, umid, state, terminal, statusTimestamp, receivedAt, country } = event.detail;
  return {
    ...event,
    detail: { version, id, umid, state, terminal, statusTimestamp, receivedAt, country, truncated: true },
  };
}
