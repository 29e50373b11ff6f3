import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SQS_IN_FLIGHT } from '../../contract/queue-quota.ts';
import { numberText } from '../../lookup/numbers.ts';
import { pluralize } from '../../toolbox/text.ts';
import { awsConfig, withClient } from '../deployment/aws.ts';
import type { Stack } from '../deployment/stack.ts';
import { type Finding, failed, ok, skipped } from './check-result.ts';

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Messages of a queue that SQS delivers before some are deleted or visible again, less some that the counts may miss. */
const NEAR_IN_FLIGHT_LIMIT = 0.95 * SQS_IN_FLIGHT;

export function checkFallbackQueue({ fallbackQueueUrl }: Stack): Promise<Finding> {
  return checkIsEmpty(
    fallbackQueueUrl,
    'receipt',
    'The stack redrives them without your help; look again in some minutes.',
  );
}

export function checkDeadLetterQueue({ deadLetterQueueUrl }: Stack): Promise<Finding> {
  return checkIsEmpty(deadLetterQueueUrl, 'receipt', 'They wait for you: redrive them in the SQS console.');
}

export function checkEventDeadLetterQueue(queueUrl: string): Promise<Finding> {
  return checkIsEmpty(
    queueUrl,
    'event',
    'They were not published: see docs/runbook.md, event-dead-letter-queue-not-empty.',
  );
}

export function checkReconcileDeadLetterQueue(queueUrl: string): Promise<Finding> {
  return checkIsEmpty(
    queueUrl,
    'failed step',
    'These comparisons with the log of 8x8 were given up: see docs/runbook.md, reconcile-failed.',
  );
}

/** Checks whether a queue is empty, by the approximate counts of SQS. */
async function checkIsEmpty(queueUrl: string | undefined, what: string, whatToDo: string): Promise<Finding> {
  if (queueUrl === undefined) return skipped('the stack has no such queue');
  const { Attributes = {} } = await withClient(new SQSClient(awsConfig()), (client) =>
    client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...COUNTS] })),
  );
  const messages = COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  const isFull = Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0) >= NEAR_IN_FLIGHT_LIMIT;
  const full = isFull ? ` ${numberText(SQS_IN_FLIGHT)} are in flight, and SQS allows no more: the others wait.` : '';
  return messages === 0 ? ok('empty') : failed(`${pluralize(messages, what)} in it.${full} ${whatToDo}`);
}
