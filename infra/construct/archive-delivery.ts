import { Duration, type RemovalPolicy, Size, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, LogStream, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PARTITION } from '../../contract/archive.ts';
import { FOLDERS } from './archive-bucket.ts';
import type { ArchiveCatalog } from './archive-catalog.ts';
import { bucketKeyStatement } from './key-use.ts';

export interface ArchiveDeliveryProps {
  readonly bucket: IBucket;
  readonly catalog: ArchiveCatalog;
  /** Key of the stream, the bucket and the logs; undefined for AWS's own keys. */
  readonly encryptionKey: IKey | undefined;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** The folders that Firehose writes to. */
const FILES = [FOLDERS.versions, FOLDERS.errors];
/** The largest that Firehose allows: the fewer files, the faster a query. A row is in the archive after a quarter of an hour. */
const BUFFER = { intervalInSeconds: Duration.minutes(15).toSeconds(), sizeInMBs: Size.mebibytes(128).toMebibytes() };

/** Firehose, which collects rows and writes them to the bucket as Parquet. */
export class ArchiveDelivery extends Construct {
  readonly stream: CfnDeliveryStream;
  /** Why rows could not be written. */
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ArchiveDeliveryProps) {
    super(scope, id);
    const { bucket, catalog, encryptionKey, logRetention, removalPolicy } = props;
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: logRetention,
      removalPolicy,
      ...(encryptionKey !== undefined && { encryptionKey }),
    });
    const { logStreamName } = new LogStream(this, 'LogStream', { logGroup: this.logGroup, removalPolicy });
    const { roleArn } = this.role(props);
    this.stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput:
        encryptionKey === undefined
          ? { keyType: 'AWS_OWNED_CMK' }
          : { keyType: 'CUSTOMER_MANAGED_CMK', keyArn: encryptionKey.keyArn },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn,
        prefix: `${FOLDERS.versions}${PARTITION}=!{timestamp:yyyy-MM-dd}/`,
        errorOutputPrefix: `${FOLDERS.errors}!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/`,
        bufferingHints: BUFFER,
        // Parquet is compressed itself
        compressionFormat: 'UNCOMPRESSED',
        cloudWatchLoggingOptions: { enabled: true, logGroupName: this.logGroup.logGroupName, logStreamName },
        dataFormatConversionConfiguration: {
          enabled: true,
          inputFormatConfiguration: { deserializer: { openXJsonSerDe: {} } },
          outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
          schemaConfiguration: {
            databaseName: catalog.databaseName,
            tableName: catalog.versions.ref,
            region: Stack.of(this).region,
            roleArn,
            versionId: 'LATEST',
          },
        },
      },
    });
  }

  /** @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html */
  private role({ bucket, catalog, encryptionKey }: ArchiveDeliveryProps): Role {
    const glue = (resource: string) => Stack.of(this).formatArn({ service: 'glue', resource });
    const { databaseName, versions } = catalog;
    const allow = (sid: string, actions: string[], resources: string[]) =>
      new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('firehose.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      // Inline, so that the stream is not made before it
      inlinePolicies: {
        Deliver: new PolicyDocument({
          statements: [
            allow(
              'FindBucket',
              ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
              [bucket.bucketArn],
            ),
            allow(
              'WriteFiles',
              ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
              FILES.map((folder) => bucket.arnForObjects(`${folder}*`)),
            ),
            allow(
              'ReadSchema',
              ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
              [glue('catalog'), glue(`database/${databaseName}`), glue(`table/${databaseName}/${versions.ref}`)],
            ),
            allow('Log', ['logs:PutLogEvents'], [this.logGroup.logGroupArn]),
            ...(encryptionKey === undefined ? [] : [bucketKeyStatement(this, encryptionKey)]),
          ],
        }),
      },
    });
    const bucketId = Stack.of(this).getLogicalId(bucket.node.defaultChild as CfnBucket);
    for (const folder of FILES) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${folder}*]`,
        reason: 'Firehose chooses the names of the files that it writes into this folder.',
      });
    }
    return role;
  }
}
