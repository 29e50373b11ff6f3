import { EventBridgeClient, type EventBridgeClientConfig, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { ReceiverEvent } from '../../contract/events.ts';

/**
 * Publishes events in one request. Resolves with the error code of each event, undefined if the bus accepted it.
 *
 * @param events - at most {@link MAX_EVENTS_OF_REQUEST}
 */
export type PutEvents = (
  events: readonly ReceiverEvent[],
  signal: AbortSignal,
) => Promise<readonly (string | undefined)[]>;

/** Time-outs of the clients of the bus and of its dead-letter queue, in milliseconds. */
export const CLIENT_TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const MAX_EVENTS_OF_REQUEST = 10;

/**
 * Error codes for an event that EventBridge will never accept. AWS also lists missing permissions as not retryable, but
 * those events wait here until somebody grants the permissions.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const PERMANENT: ReadonlySet<string> = new Set(['InvalidArgument', 'MalformedDetail']);

export function isPermanent(errorCode: string): boolean {
  return PERMANENT.has(errorCode);
}

/**
 * Publishes on a bus of EventBridge.
 *
 * @param name - its name, or its ARN if it is in another account
 */
export function createPutEvents(name: string, config: EventBridgeClientConfig = {}): PutEvents {
  const client = new EventBridgeClient({
    // The publisher retries both requests and entries
    maxAttempts: 1,
    requestHandler: CLIENT_TIMEOUTS,
    ...config,
  });
  return async (events, abortSignal) => {
    const command = new PutEventsCommand({
      Entries: events.map((event) => ({
        EventBusName: name,
        Source: event.source,
        DetailType: event['detail-type'],
        Time: new Date(event.time),
        Detail: JSON.stringify(event.detail),
      })),
    });
    const { Entries = [] } = await client.send(command, { abortSignal });
    return events.map((_, index) => {
      const entry = Entries[index];
      return entry?.EventId === undefined ? (entry?.ErrorCode ?? 'NoAnswer') : undefined;
    });
  };
}
