/**
 * Messages of a standard queue that SQS delivers before some are deleted or visible again. A paused body is one of them.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
 */
export const SQS_IN_FLIGHT = 120_000;
