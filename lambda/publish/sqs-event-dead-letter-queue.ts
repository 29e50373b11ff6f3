import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { asciiJson } from '../receipt/ascii.ts';
import { type EventDeadLetterQueue, REQUEST_HANDLER } from './event-bus.ts';

/** The dead-letter queue on SQS. Each message is an event in the form in which a rule sends it to a queue. */
export function sqsEventDeadLetterQueue(queueUrl: string, config: SQSClientConfig = {}): EventDeadLetterQueue {
  const client = new SQSClient({ requestHandler: REQUEST_HANDLER, ...config });
  return {
    send: async (event, abortSignal) => {
      // ASCII, because SQS refuses some characters
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: asciiJson(event) }), { abortSignal });
    },
  };
}
