import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

type Service = 'dynamodb' | 'sqs' | 'secretsmanager' | 's3';

/**
 * What DynamoDB requires at least of a caller.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const TABLE_ACTIONS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:DescribeKey',
];

/**
 * To send and receive messages.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
const QUEUE_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** The statements of a function's policy for data that is encrypted with the key: only through the services that hold it. */
export function keyStatements(scope: Construct, key: IKey): PolicyStatement[] {
  return [
    throughService(scope, 'UseKeyOfTables', key, TABLE_ACTIONS, 'dynamodb'),
    queueKeyStatement(scope, key),
    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    throughService(scope, 'UseKeyOfSecret', key, ['kms:Decrypt'], 'secretsmanager'),
  ];
}

/** The statements of a function that only reads tables and a secret. CDK grants the same to read a table. */
export function readingKeyStatements(scope: Construct, key: IKey): PolicyStatement[] {
  return [
    throughService(scope, 'UseKeyOfTables', key, ['kms:Decrypt', 'kms:DescribeKey'], 'dynamodb'),
    throughService(scope, 'UseKeyOfSecret', key, ['kms:Decrypt'], 'secretsmanager'),
  ];
}

/** The statement for queues alone. */
export function queueKeyStatement(scope: Construct, key: IKey): PolicyStatement {
  return throughService(scope, 'UseKeyOfQueues', key, QUEUE_ACTIONS, 'sqs');
}

/**
 * The statement for a bucket, to read and write files.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function bucketKeyStatement(scope: Construct, key: IKey): PolicyStatement {
  return throughService(scope, 'UseKeyOfBucket', key, QUEUE_ACTIONS, 's3');
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
function throughService(scope: Construct, sid: string, key: IKey, actions: string[], service: Service) {
  const { region } = Stack.of(scope);
  const name = `${service}.${region}.amazonaws.com`;
  // AWS's pages do not say which of them the Regions in China use
  const names = region.startsWith('cn-') ? [name, `${name}.cn`] : name;
  return new PolicyStatement({
    sid,
    actions,
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': names } },
  });
}
