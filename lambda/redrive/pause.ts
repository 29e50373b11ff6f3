import { ChangeMessageVisibilityBatchCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';

/** A message that failed, and the seconds until SQS delivers it again. */
export interface PausedMessage {
  readonly messageId: string;
  /** SQS's handle of this receive. */
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** Hides messages for their pauses. */
export type PauseMessages = (messages: readonly PausedMessage[]) => Promise<void>;

const LONGEST_FIRST_SECONDS = 2;
/** The queue's own visibility time-out. */
const LONGEST_SECONDS = 180;

/**
 * The pause in seconds before a message is received again: it doubles with each receive, up to 3 minutes. At least half of
 * it is certain, so that the receives before the dead-letter queue last a known time. The rest is random, so that bodies
 * that failed together do not return together.
 *
 * @param receives - SQS's count so far, from 1
 * @param random - from 0 to less than 1
 */
export function pauseSeconds(receives: number, random: number): number {
  const longest = Math.min(LONGEST_FIRST_SECONDS * 2 ** (receives - 1), LONGEST_SECONDS);
  return Math.round((longest / 2) * (1 + random));
}

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
