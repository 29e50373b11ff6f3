import type { ReceiverEvent } from '../../contract/events.ts';

/** Where events are published. */
export interface EventBus {
  /**
   * Publishes events in one request. Resolves with the error code of each, undefined where the bus took it.
   *
   * @param events - at most {@link MAX_EVENTS_OF_REQUEST}
   */
  put(events: readonly ReceiverEvent[], signal: AbortSignal): Promise<readonly (string | undefined)[]>;
}

/** Takes the events that the bus does not. */
export interface EventDeadLetterQueue {
  /** Resolves when the event is durably held; rejects where it is not. */
  send(event: ReceiverEvent, signal: AbortSignal): Promise<void>;
}

/** Time-outs of the clients of the bus and of its dead-letter queue, in milliseconds. */
export const REQUEST_HANDLER = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const MAX_EVENTS_OF_REQUEST = 10;

/**
 * Error codes of entries that no retry changes, because the event itself is refused. AWS also calls a lack of rights
 * not retryable; that waits here, for somebody to grant them.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const REFUSED: ReadonlySet<string> = new Set(['InvalidArgument', 'MalformedDetail']);

export function isRefused(errorCode: string): boolean {
  return REFUSED.has(errorCode);
}
