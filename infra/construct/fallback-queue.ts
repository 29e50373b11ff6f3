import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface FallbackQueueProps {
  /** Time-out of the redrive function. The visibility time-out follows from it. */
  readonly redriveTimeout: Duration;
  /** Undefined for a key that SQS manages. */
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/** AWS's limit. */
const RETENTION = Duration.days(14);
/** What the receive function keeps to, whatever SQS's own default is. */
const MAX_MESSAGE_BYTES = 262_144;
/** AWS recommends six times the function's time-out, so that no message is received again while it is processed. */
const VISIBILITY_PER_TIMEOUT = 6;
/**
 * While DynamoDB is down, the redrive function doubles a message's pause from 2 seconds to 3 minutes, of which at least half
 * is certain: 64 + 32 + 16 + 8 + 4 + 2 + 1 seconds, then 90 each time. So 410 receives take more than 10 hours, and 15 hours
 * on average.
 */
const MAX_RECEIVES = 410;

/**
 * Holds bodies while the tables cannot take them. A standard queue: the merge gives the same result in any order and with
 * any number of copies, and a FIFO queue would cost more and have a lower throughput.
 */
export class FallbackQueue extends Construct {
  readonly queue: Queue;
  /** Holds bodies that could not be recorded in 10 hours or more. A person redrives them. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: FallbackQueueProps) {
    super(scope, id);
    const { redriveTimeout, encryptionKey, removalPolicy } = props;
    const common = {
      retentionPeriod: RETENTION,
      maxMessageSizeBytes: MAX_MESSAGE_BYTES,
      ...queueEncryption(encryptionKey),
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

/** Encryption of a queue with the key, or with one that SQS manages. */
export function queueEncryption(key: IKey | undefined): Pick<QueueProps, 'encryption' | 'encryptionMasterKey'> {
  return key === undefined
    ? { encryption: QueueEncryption.SQS_MANAGED }
    : { encryption: QueueEncryption.KMS, encryptionMasterKey: key };
}
