import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';

/** Sends a message to the queue; it is received no earlier than after the delay, of at most 900 seconds. */
export function sqsStepQueue(queueUrl: string, config: SQSClientConfig = {}) {
  const client = new SQSClient(config);
  return async (message: object, delaySeconds: number): Promise<void> => {
    const body = { QueueUrl: queueUrl, MessageBody: JSON.stringify(message), DelaySeconds: delaySeconds };
    await client.send(new SendMessageCommand(body));
  };
}
