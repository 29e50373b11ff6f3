import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { encode } from '../record/received-body.ts';
import type { FallbackQueue } from './fallback-queue.ts';

/** The fallback queue on SQS. A standard queue is enough: the merge gives the same result in any order, and a copy is a duplicate. */
export function sqsFallbackQueue(queueUrl: string, config: SQSClientConfig = {}): FallbackQueue {
  const client = new SQSClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 700, throwOnRequestTimeout: true },
    ...config,
  });
  return {
    send: async (body, abortSignal) => {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: encode(body) }), { abortSignal });
    },
  };
}
