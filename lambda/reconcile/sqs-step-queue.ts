import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';

/** Returns a function that sends a message as JSON. The message becomes visible after the delay, at most 900 seconds. */
export function sqsStepQueue(queueUrl: string, config: SQSClientConfig = {}) {
  const client = new SQSClient(config);
  return async (message: object, delaySeconds: number): Promise<void> => {
    const body = { QueueUrl: queueUrl, MessageBody: JSON.stringify(message), DelaySeconds: delaySeconds };
    await client.send(new SendMessageCommand(body));
  };
}
