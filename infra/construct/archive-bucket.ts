import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface ArchiveBucketProps {
  /** How long the rows are kept. */
  readonly years: number;
  /** Undefined for a key of S3. */
  readonly encryptionKey: IKey | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/** The folders of the bucket. */
export const FOLDERS = { versions: 'versions/', errors: 'errors/', results: 'results/' } as const;

const DAYS_OF_YEAR = 365.25;
/** Athena reuses a result for at most 7 days. */
const RESULTS = Duration.days(7);

/**
 * Holds the files of the archive and the results of its queries. Not versioned: nothing replaces a file, and no part of the stack may
 * delete one, while versions would keep what a person deleted on purpose.
 */
export class ArchiveBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { years, encryptionKey, removalPolicy }: ArchiveBucketProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      ...(encryptionKey === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [
        { id: 'Archive', expiration: Duration.days(Math.ceil(years * DAYS_OF_YEAR)) },
        { id: 'Results', prefix: FOLDERS.results, expiration: RESULTS },
        { id: 'Uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
      removalPolicy,
      // CloudFormation does not delete a bucket that has objects
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only Firehose and Athena use the bucket, and it has no phone numbers. A log of its requests would be one more bucket to keep; CloudTrail can record them.',
    });
    // The types of CDK do not agree under exactOptionalPropertyTypes
    this.bucket = bucket as IBucket;
  }
}
