import type { SQSClientConfig } from '@aws-sdk/client-sqs';
import type { SqsSender } from '../aws/sqs-sender.ts';
import { type ReceivedBody, toQueueMessage } from '../record/received-body.ts';

/** Queues a body while the tables cannot store it. Resolves when the body is durably held; rejects if it is not. */
export type QueueBody = (body: ReceivedBody, signal: AbortSignal) => Promise<void>;

/**
 * Queues bodies on SQS. A standard queue is enough: the merge gives the same result in any order, and a copy is a
 * duplicate. The client loads with the first body that needs it, so that cold starts do not pay for it.
 */
export function fallbackQueue(queueUrl: string, config: SQSClientConfig = {}): QueueBody {
  let sender: Promise<SqsSender> | undefined;
  return async (body, signal) => {
    sender ??= loadSender(queueUrl, config);
    const send = await sender;
    await send(toQueueMessage(body), { signal });
  };
}

async function loadSender(queueUrl: string, config: SQSClientConfig): Promise<SqsSender> {
  const { sqsSender } = await import('../aws/sqs-sender.ts');
  return sqsSender(queueUrl, {
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 700, throwOnRequestTimeout: true },
    ...config,
  });
}
