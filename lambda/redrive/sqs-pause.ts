import { ChangeMessageVisibilityBatchCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import type { PauseMessages } from './pause.ts';

/** Pauses messages of a queue on SQS, at most 10 at once. A message that SQS no longer knows stays as it is. */
export function sqsPause(queueUrl: string, config: SQSClientConfig = {}): PauseMessages {
  const client = new SQSClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
    ...config,
  });
  return async (messages) => {
    const Entries = messages.map(({ messageId, receiptHandle, seconds }) => ({
      Id: messageId,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  };
}
