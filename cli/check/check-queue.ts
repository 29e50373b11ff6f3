import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { pluralize } from '../terminal/output.ts';
import { type CheckResult, failed, ok, skipped } from './check-result.ts';

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Whether a queue is empty, as far as SQS knows. */
export async function checkQueue(queueUrl: string | undefined, whatToDo: string): Promise<Omit<CheckResult, 'check'>> {
  if (queueUrl === undefined) return skipped('the stack has no such queue');
  const client = new SQSClient({});
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
