import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface FallbackQueueProps {
  /** Time-out of the function that redrives. */
  readonly redriveTimeout: Duration;
  readonly removalPolicy: RemovalPolicy;
}

/** AWS's limit. */
const RETENTION = Duration.days(14);
/** AWS asks for six times the time-out of the function, so that no message is received again while it is at work. */
const VISIBILITY_PER_TIMEOUT = 6;
/**
 * While DynamoDB is down, a message is received once per visibility time-out. With one of 3 minutes these are 10
 * hours, so that an outage of 6 drains by itself.
 */
const MAX_RECEIVES = 200;

/**
 * Holds bodies while the tables cannot take them. A standard queue: the merge ends up the same in any order and with
 * any number of copies, and a FIFO queue would cost more and take less.
 */
export class FallbackQueue extends Construct {
  readonly queue: Queue;
  /** Holds what could not be recorded in all that time; a person redrives it. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { redriveTimeout, removalPolicy }: FallbackQueueProps) {
    super(scope, id);
    const common = {
      retentionPeriod: RETENTION,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy,
    };
    this.deadLetterQueue = new Queue(this, 'DeadLetters', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: Duration.seconds(redriveTimeout.toSeconds() * VISIBILITY_PER_TIMEOUT),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: MAX_RECEIVES },
    });
  }
}
