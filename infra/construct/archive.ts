import { Duration, Validations } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ArchiveField } from '../../contract/archive.ts';
import { DEFAULTS } from '../../contract/defaults.ts';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { ArchiveBucket } from './archive-bucket.ts';
import { ArchiveCatalog } from './archive-catalog.ts';
import { ArchiveDelivery } from './archive-delivery.ts';
import { BundledFunction, type CommonFunctionProps } from './bundled-function.ts';
import { queueEncryption } from './fallback-queue.ts';
import { addStreamSource, streamPermission } from './stream-source.ts';

/** The archive of messages on S3. */
export interface ArchiveProps {
  /**
   * How long rows are kept. Whole number of years, 1 to 100.
   *
   * @default 7
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
   */
  readonly years?: number;
  /**
   * Personal data that the rows have: `source`, the sender. Never the phone number.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/athena/latest/ug/what-is.html
   */
  readonly fields?: readonly ArchiveField[];
}

/** The archive of a receiver. */
export interface ReceiptsArchive {
  /** Holds the files, and the results of queries for a week. */
  readonly bucket: IBucket;
  /** The database in Athena: the table `versions` and the view `messages`. */
  readonly databaseName: string;
  /** The workgroup in Athena. A query in it may read 100 GB. */
  readonly workGroupName: string;
  /** Name of the stream of Firehose. */
  readonly streamName: string;
  /** Personal data that the rows have. */
  readonly fields: readonly ArchiveField[];
  /** Holds rows that Firehose did not take for 12 hours. */
  readonly deadLetterQueue: IQueue;
}

export interface ArchiveConstructProps extends ArchiveProps, CommonFunctionProps {
  /** Name of the workgroup, and of the database in lower case. */
  readonly name: string;
  /** A table with a stream. */
  readonly receiptsTable: ITableV2;
}

/** Longer than the function's own time limit for a batch. */
const TIMEOUT = Duration.seconds(60);
/** Firehose bills records in steps of 5 KB, so rows of many changes are put into one. */
const BATCH = { batchSize: 1_000, window: Duration.minutes(1) };
/** AWS's limit. */
const RETENTION = Duration.days(14);

/** Every version of each message on S3, for queries over years: a function on the stream, Firehose, and tables of Athena. */
export class Archive extends Construct implements ReceiptsArchive {
  readonly bucket: IBucket;
  readonly databaseName: string;
  readonly workGroupName: string;
  readonly streamName: string;
  readonly fields: readonly ArchiveField[];
  readonly function: LambdaFunction;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: ArchiveConstructProps) {
    super(scope, id);
    const { name, receiptsTable, years = DEFAULTS.archiveYears, fields = [], encryptionKey, removalPolicy } = props;
    const { bucket } = new ArchiveBucket(this, 'Store', { years, encryptionKey, removalPolicy });
    const catalog = new ArchiveCatalog(this, 'Catalog', { name, bucket, encryptionKey });
    const { stream } = new ArchiveDelivery(this, 'Delivery', { ...props, bucket, catalog });
    this.bucket = bucket;
    this.databaseName = catalog.databaseName;
    this.workGroupName = catalog.workGroup.ref;
    this.streamName = stream.ref;
    this.fields = fields;
    this.deadLetterQueue = new Queue(this, 'DeadLetters', {
      retentionPeriod: RETENTION,
      ...queueEncryption(encryptionKey),
      enforceSSL: true,
      removalPolicy,
    });
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is a dead-letter queue itself. The archive function sends to it, no other queue does.',
    });
    const archive = new BundledFunction(this, 'Archive', {
      ...props,
      bundle: 'archive',
      description: 'Adds each version of a message to the archive',
      timeout: TIMEOUT,
      environment: {
        [ENVIRONMENT.archiveStream]: this.streamName,
        [ENVIRONMENT.archiveFields]: fields.join(','),
        [ENVIRONMENT.archiveDeadLetterQueueUrl]: this.deadLetterQueue.queueUrl,
      },
      permissions: [
        { sid: 'Archive', actions: ['firehose:PutRecordBatch'], resources: [stream.attrArn] },
        { sid: 'KeepFailed', actions: ['sqs:SendMessage'], resources: [this.deadLetterQueue.queueArn] },
        streamPermission([receiptsTable]),
      ],
    });
    this.function = archive.function;
    addStreamSource(this, 'Receipts', { reader: archive.live, table: receiptsTable, ...BATCH });
  }
}
