import { EventBridgeClient, type EventBridgeClientConfig, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type EventBus, REQUEST_HANDLER } from './event-bus.ts';

/**
 * A bus of EventBridge.
 *
 * @param name - its name, or its ARN if it is in another account
 */
export function eventBridgeBus(name: string, config: EventBridgeClientConfig = {}): EventBus {
  const client = new EventBridgeClient({
    // The publisher retries both requests and entries
    maxAttempts: 1,
    requestHandler: REQUEST_HANDLER,
    ...config,
  });
  return {
    put: async (events, abortSignal) => {
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
    },
  };
}
