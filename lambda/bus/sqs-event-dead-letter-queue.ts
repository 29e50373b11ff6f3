import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { asciiJson } from '../receipt/ascii.ts';
import type { EventDeadLetterQueue } from './event-bus.ts';

/** The dead-letter queue on SQS: each message is an event, as a rule would have sent it to a queue. */
export function sqsEventDeadLetterQueue(queueUrl: string, config: SQSClientConfig = {}): EventDeadLetterQueue {
  const client = new SQSClient({
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
    }),
    ...config,
  });
  return {
    send: async (event, abortSignal) => {
      // ASCII, because SQS refuses some characters
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: asciiJson(event) }), { abortSignal });
    },
  };
}
