import type { SQSEvent } from 'aws-lambda';

/**
 * An event of the queue's event source. By default, the ids of the messages count from 0.
 *
 * @param receives - how often SQS has delivered each message
 */
export function sqsEvent(
  bodies: readonly string[],
  ids: readonly string[] = bodies.map((_, at) => String(at)),
  receives = 1,
): SQSEvent {
  return {
    Records: bodies.map((body, at) => ({
      messageId: ids[at] ?? '',
      receiptHandle: 'handle',
      body,
      attributes: {
        ApproximateReceiveCount: `${receives}`,
        SentTimestamp: '1767225600000',
        SenderId: 'sender',
        ApproximateFirstReceiveTimestamp: '1767225600000',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:fallback',
      awsRegion: 'us-east-1',
    })),
  };
}
