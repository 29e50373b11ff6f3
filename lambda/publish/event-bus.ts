import type { ReceiverEvent } from '../../contract/events.ts';

/** Where events are published. */
export interface EventBus {
  /**
   * Publishes events in one request. Resolves with the error code of each event, undefined if the bus accepted it.
   *
   * @param events - at most {@link MAX_EVENTS_OF_REQUEST}
   */
  put(events: readonly ReceiverEvent[], signal: AbortSignal): Promise<readonly (string | undefined)[]>;
}

/** Keeps the events that the bus does not accept. */
export interface EventDeadLetterQueue {
  /** Resolves when the event is durably held; rejects if it is not. */
  send(event: ReceiverEvent, signal: AbortSignal): Promise<void>;
}

/** Time-outs of the clients of the bus and of its dead-letter queue, in milliseconds. */
export const REQUEST_HANDLER = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const MAX_EVENTS_OF_REQUEST = 10;

/**
 * Error codes for an event that EventBridge will never accept. AWS also lists missing permissions as not retryable, but
 * those events wait here until somebody grants the permissions.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const REFUSED: ReadonlySet<string> = new Set(['InvalidArgument', 'MalformedDetail']);

export function isRefused(errorCode: string): boolean {
  return REFUSED.has(errorCode);
}
