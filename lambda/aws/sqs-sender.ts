import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';

interface SendOptions {
  readonly signal?: AbortSignal;
  /** The message becomes visible after this time, at most 900 seconds. Default: immediately. */
  readonly delaySeconds?: number;
}

/**
 * Sends a message to a queue. Resolves when SQS holds it durably; rejects if it does not.
 *
 * @param body - in ASCII, because SQS refuses some other characters
 */
export type SqsSender = (body: string, options?: SendOptions) => Promise<void>;

export function sqsSender(queueUrl: string, config: SQSClientConfig = {}): SqsSender {
  const client = new SQSClient(config);
  return async (body, { signal, delaySeconds } = {}) => {
    const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, DelaySeconds: delaySeconds });
    await client.send(command, signal && { abortSignal: signal });
  };
}
