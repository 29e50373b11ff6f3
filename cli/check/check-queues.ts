import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { awsConfig } from '../deployment/aws.ts';
import type { Stack } from '../deployment/stack.ts';
import { pluralize } from '../terminal/output.ts';
import { type Finding, failed, ok, skipped } from './check-result.ts';

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

export function checkFallbackQueue({ fallbackQueueUrl }: Stack): Promise<Finding> {
  return checkIsEmpty(fallbackQueueUrl, 'The stack redrives them without your help; look again in some minutes.');
}

export function checkDeadLetterQueue({ deadLetterQueueUrl }: Stack): Promise<Finding> {
  return checkIsEmpty(deadLetterQueueUrl, 'They wait for you: redrive them in the SQS console.');
}

/** Checks whether a queue is empty, by the approximate counts of SQS. */
async function checkIsEmpty(queueUrl: string | undefined, whatToDo: string): Promise<Finding> {
  if (queueUrl === undefined) return skipped('the stack has no such queue');
  const client = new SQSClient(awsConfig());
  try {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...COUNTS] }),
    );
    const messages = COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
    return messages === 0 ? ok('empty') : failed(`${pluralize(messages, 'receipt')} in it. ${whatToDo}`);
  } finally {
    client.destroy();
  }
}
