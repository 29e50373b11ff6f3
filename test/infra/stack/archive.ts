import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { ARCHIVE_COLUMNS } from '../../../contract/archive.ts';
import { lastVersionsSql, SAVED_QUERIES } from '../../../contract/archive-sql.ts';
import { SmsReceipts } from '../../../infra/construct/sms-receipts.ts';
import { ARCHIVE_TIMEOUT_MS } from '../../../lambda/archive/archive.ts';
import { readArchiveEnvironment } from '../../../lambda/environment.ts';
import { arnOf, liveOf, roleOf, statement } from '../support/functions.ts';
import { bareApp, fakeBundles, synthesize } from '../support/synthesize.ts';
import { logicalId, resource, textOf, withoutSettings } from '../support/template.ts';

const ON = { archive: 'on' };
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-1111-2222-333344445555';
const { template } = synthesize(ON);
const bucket = logicalId(template, 'AWS::S3::Bucket');
const bucketArn = { 'Fn::GetAtt': [bucket, 'Arn'] };
const streamsOf = (of: Template) =>
  Object.values(of.findResources('AWS::DynamoDB::GlobalTable')).map(({ Properties }) => Properties.StreamSpecification);
const destinationOf = (of: Template) =>
  resource(of, 'AWS::KinesisFirehose::DeliveryStream').Properties.ExtendedS3DestinationConfiguration as Record<
    string,
    // biome-ignore lint/suspicious/noExplicitAny: nested properties of a template
    any
  >;
const tableOf = (of: Template, name: string) =>
  Object.values(of.findResources('AWS::Glue::Table'))
    .map(({ Properties }) => Properties.TableInput)
    .find(({ Name }) => Name === name);

test('without it the template has nothing of it', () => {
  expect(withoutSettings(synthesize({ archive: 'off' }).template)).toEqual(withoutSettings(synthesize().template));
  expect(JSON.stringify(withoutSettings(synthesize().template))).not.toMatch(
    /Archive|Firehose|Athena|StreamSpecification/,
  );
});

test.each([
  [{ archive: 'on' }, ['ArchiveLive']],
  [{ events: 'new' }, ['EventsPublishLive']],
  [{ archive: 'on', events: 'new' }, ['ArchiveLive', 'EventsPublishLive']],
])('with %j the receipts table has a stream with these readers: %j', (settings, readers) => {
  const of = synthesize(settings).template;
  expect(streamsOf(of)).toEqual([{ StreamViewType: 'NEW_AND_OLD_IMAGES' }, undefined]);
  const sources = Object.values(of.findResources('AWS::Lambda::EventSourceMapping'))
    .map(({ Properties }) => Properties)
    .filter(({ StartingPosition }) => StartingPosition !== undefined);
  // DynamoDB allows two
  expect(
    sources.map(({ FunctionName }) => JSON.stringify(FunctionName).match(/"Ref":"(\w+?)\w{8}"/)?.[1]).sort(),
  ).toEqual(readers);
});

describe('the function', () => {
  test('reads the stream from its beginning, a minute of changes at once, without deletions, with partial failures', () => {
    const [source] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'))
      .map(({ Properties }) => Properties)
      .filter(({ StartingPosition }) => StartingPosition !== undefined);
    expect(source).toEqual({
      FunctionName: liveOf(template, 'ArchiveLive'),
      EventSourceArn: {
        'Fn::GetAtt': [logicalId(template, 'AWS::DynamoDB::GlobalTable', 'TablesReceipts'), 'StreamArn'],
      },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 1000,
      MaximumBatchingWindowInSeconds: 60,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT","MODIFY"]}' }] },
    });
  });

  test('has a longer time-out than its limit for a batch, and the names of its stream and its queue', () => {
    const { Timeout, Environment } = resource(template, 'AWS::Lambda::Function', 'Archive').Properties;
    expect(Timeout).toBeGreaterThan(ARCHIVE_TIMEOUT_MS / 1000);
    const { Variables } = Environment as { Variables: Record<string, unknown> };
    expect(Variables).toMatchObject({
      ARCHIVE_STREAM: { Ref: logicalId(template, 'AWS::KinesisFirehose::DeliveryStream') },
      ARCHIVE_FIELDS: '',
      ARCHIVE_DEAD_LETTER_QUEUE_URL: { Ref: logicalId(template, 'AWS::SQS::Queue', 'ArchiveDeadLetters') },
    });
    const withSource = synthesize({ ...ON, archiveFields: 'source' }).template;
    const variables = resource(withSource, 'AWS::Lambda::Function', 'Archive').Properties
      .Environment as typeof Environment;
    const texts = Object.entries((variables as { Variables: Record<string, unknown> }).Variables).map(
      ([name, value]) => [name, typeof value === 'string' ? value : name],
    );
    expect(readArchiveEnvironment(Object.fromEntries(texts)).archiveFields).toEqual(['source']);
    // For the backfill of the tool
    expect(withSource.findOutputs('*')).toMatchObject({ ArchiveFields: { Value: 'source' } });
    expect(template.findOutputs('*')).not.toHaveProperty('ArchiveFields');
  });

  test('may put records into its stream and failed rows into its queue, read the table’s stream, and nothing else', () => {
    const [{ PolicyDocument } = { PolicyDocument: undefined }] = roleOf(template, 'ArchiveRole').policies;
    const reads = [
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ];
    expect((PolicyDocument as { Statement: unknown[] }).Statement).toEqual([
      statement(
        'Archive',
        'firehose:PutRecordBatch',
        arnOf(logicalId(template, 'AWS::KinesisFirehose::DeliveryStream')),
      ),
      statement('KeepFailed', 'sqs:SendMessage', arnOf(logicalId(template, 'AWS::SQS::Queue', 'ArchiveDeadLetters'))),
      statement('ReadStreams', reads, {
        'Fn::GetAtt': [logicalId(template, 'AWS::DynamoDB::GlobalTable', 'TablesReceipts'), 'StreamArn'],
      }),
      statement(
        'Log',
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        arnOf(logicalId(template, 'AWS::Logs::LogGroup', 'ArchiveLogs')),
      ),
    ]);
  });
});

describe('the bucket', () => {
  const { Properties, DeletionPolicy } = resource(template, 'AWS::S3::Bucket');

  test('is encrypted, not public, TLS only, and outlives the stack', () => {
    expect(DeletionPolicy).toBe('Retain');
    expect(Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    expect(JSON.stringify(resource(template, 'AWS::S3::BucketPolicy'))).toContain('aws:SecureTransport');
  });

  test.each([
    [{}, 2557],
    [{ archiveYears: 1 }, 366],
    [{ archiveYears: 10 }, 3653],
  ])('with %j keeps rows for %i days, and results of queries for 7', (settings, days) => {
    const { LifecycleConfiguration } = resource(
      synthesize({ ...ON, ...settings }).template,
      'AWS::S3::Bucket',
    ).Properties;
    expect((LifecycleConfiguration as { Rules: unknown[] }).Rules).toMatchObject([
      { ExpirationInDays: days, Status: 'Enabled' },
      { ExpirationInDays: 7, Prefix: 'results/' },
      { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    ]);
  });

  test('with removal policy destroy, it is emptied and deleted with the stack', () => {
    const of = synthesize({ ...ON, removalPolicy: 'destroy' }).template;
    expect(resource(of, 'AWS::S3::Bucket').DeletionPolicy).toBe('Delete');
    of.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });
});

describe('Firehose', () => {
  test('writes Parquet by the table, a folder for each day', () => {
    expect(destinationOf(template)).toMatchObject({
      BucketARN: bucketArn,
      Prefix: 'versions/day=!{timestamp:yyyy-MM-dd}/',
      ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/',
      DataFormatConversionConfiguration: {
        Enabled: true,
        OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
        SchemaConfiguration: { DatabaseName: 'smsreceipts', TableName: { Ref: expect.stringContaining('Versions') } },
      },
    });
  });

  test('may write to its two folders and read its table', () => {
    const { Policies } = resource(template, 'AWS::IAM::Role', 'ArchiveDelivery').Properties as {
      Policies: [{ PolicyDocument: { Statement: { Sid: string; Resource: unknown }[] } }];
    };
    const [{ PolicyDocument }] = Policies;
    expect(PolicyDocument.Statement.map(({ Sid }) => Sid)).toEqual(['FindBucket', 'WriteFiles', 'ReadSchema', 'Log']);
    expect(PolicyDocument.Statement[1]?.Resource).toEqual(
      ['errors/*', 'versions/*'].map((files) => ({ 'Fn::Join': ['', [bucketArn, `/${files}`]] })),
    );
  });
});

describe('Athena', () => {
  test('has a table with the columns of a row, whose partitions it computes', () => {
    const versions = tableOf(template, 'versions');
    expect(versions.StorageDescriptor.Columns).toEqual(
      Object.entries(ARCHIVE_COLUMNS).map(([Name, Type]) => ({ Name, Type })),
    );
    expect(versions.PartitionKeys).toEqual([{ Name: 'day', Type: 'string' }]);
    expect(versions.Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.day.type': 'date',
      'projection.day.range': '2026-11-01,NOW',
    });
    expect(textOf(versions.Parameters['storage.location.template'])).toMatch(
      /^s3:\/\/ArchiveStoreBucket\w+\/versions\/day=\$\{day\}\/$/,
    );
  });

  test('has a view of the last versions', () => {
    const { ViewOriginalText, TableType } = tableOf(template, 'messages');
    const [begin, { 'Fn::Base64': text }, end] = ViewOriginalText['Fn::Join'][1];
    expect([TableType, begin, end]).toEqual(['VIRTUAL_VIEW', '/* Presto View: ', ' */']);
    const { originalSql, schema, catalog, columns } = JSON.parse(text);
    expect({ originalSql, schema, catalog }).toEqual({
      originalSql: lastVersionsSql(),
      schema: 'smsreceipts',
      catalog: 'awsdatacatalog',
    });
    expect(columns[0]).toEqual({ name: 'umid', type: 'varchar' });
  });

  test('has a workgroup whose queries may read 100 GB, and the saved queries', () => {
    expect(resource(template, 'AWS::Athena::WorkGroup').Properties).toMatchObject({
      Name: 'SmsReceipts',
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 100e9,
        ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
      },
    });
    const queries = Object.values(template.findResources('AWS::Athena::NamedQuery')).map(
      ({ Properties }) => Properties,
    );
    expect(queries.map(({ Name }) => Name).sort()).toEqual(Object.keys(SAVED_QUERIES).sort());
    // So that the workgroup is there before them
    for (const { WorkGroup } of queries)
      expect(WorkGroup).toEqual({ Ref: logicalId(template, 'AWS::Athena::WorkGroup') });
  });
});

test('a key of yours encrypts the bucket, the stream, the queue, the logs and the results', () => {
  const of = synthesize({ ...ON, kmsKeyArn: KEY }).template;
  for (const type of ['AWS::S3::Bucket', 'AWS::KinesisFirehose::DeliveryStream', 'AWS::Athena::WorkGroup'])
    expect(JSON.stringify(resource(of, type))).toContain(KEY);
  expect(JSON.stringify(resource(of, 'AWS::SQS::Queue', 'ArchiveDeadLetters'))).toContain(KEY);
  expect(JSON.stringify(resource(of, 'AWS::IAM::Role', 'ArchiveDelivery'))).toContain('s3.eu-west-1.amazonaws.com');
});

test('the outputs name what queries it, and its queue', () => {
  expect(template.findOutputs('*')).toMatchObject({
    ArchiveBucketName: { Value: { Ref: bucket } },
    ArchiveDatabaseName: { Value: 'smsreceipts' },
    ArchiveWorkGroupName: { Value: { Ref: expect.stringContaining('WorkGroup') } },
    ArchiveStreamName: { Value: { Ref: expect.stringContaining('Stream') } },
    ArchiveDeadLetterQueueUrl: { Value: { Ref: expect.stringContaining('ArchiveDeadLetters') } },
  });
});

test.each([
  [{ years: 0 }, 'archive.years is 0: must be a whole number from 1 to 100.'],
  [{ years: 1.5 }, 'archive.years is 1.5: must be a whole number from 1 to 100.'],
  [{ fields: ['destination'] }, 'archive.fields has destination: must be one of source.'],
])('%j is refused', (archive, message) => {
  const stack = new Stack(bareApp(), 'Messaging');
  expect(() => new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), archive: archive as never })).toThrow(
    message,
  );
});
