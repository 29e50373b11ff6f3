import { EventBridgeClient, type EventBridgeClientConfig, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { EventBus } from './event-bus.ts';

/**
 * A bus of EventBridge.
 *
 * @param name - its name, or its ARN where it is in another account
 */
export function eventBridgeBus(name: string, config: EventBridgeClientConfig = {}): EventBus {
  const client = new EventBridgeClient({
    // The publisher retries, request and entries alike
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
    }),
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
