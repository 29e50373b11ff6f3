import { Annotations, Stack, Token } from 'aws-cdk-lib';
import { type IPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { checkRegion } from './checks.ts';

export interface KeyUsersProps {
  /** Whether CloudWatch alarms publish to a topic with the key. */
  readonly alarms: boolean;
  /** Whether EventBridge has a bus with the key. */
  readonly eventBus: boolean;
}

/**
 * Allows the services that use the key themselves: CloudWatch Logs, CloudWatch for alarms, and EventBridge for its bus. The
 * policy of an imported key cannot be changed here, so the synthesis prints the statements that it needs.
 *
 * @throws Error if the key is an alias, if the stack has no explicit Region, without which the CDK cannot assign a key to a
 * table, or if the key is in another one
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
 */
export function allowServices(scope: Construct, key: IKey, { alarms, eventBus }: KeyUsersProps): void {
  const { region, account, partition } = Stack.of(scope);
  // IAM ignores statements about an alias, so the functions could neither read nor write
  if ('aliasName' in key) {
    throw new Error('SmsReceipts: encryptionKey is an alias: must be the key itself.');
  }
  if (Token.isUnresolved(region)) {
    throw new Error(
      'SmsReceipts: encryptionKey needs a stack with an explicit Region, such as env: { account, region }: the CDK cannot assign a key to a table without it.',
    );
  }
  checkRegion(scope, 'encryptionKey', key.keyArn, key);
  const logs = statement('Logs', new ServicePrincipal(`logs.${region}.amazonaws.com`), LOGS_ACTIONS);
  logs.addCondition('ArnLike', {
    'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
  });
  const cloudWatch = statement('Alarms', new ServicePrincipal('cloudwatch.amazonaws.com'), ALARM_ACTIONS);
  cloudWatch.addCondition('StringEquals', { 'aws:SourceAccount': account });
  const events = statement('Events', new ServicePrincipal('events.amazonaws.com'), EVENTS_ACTIONS);
  events.addCondition('StringEquals', { 'aws:SourceAccount': account });
  const missing = [logs, ...(alarms ? [cloudWatch] : []), ...(eventBus ? [events] : [])].filter(
    (needed) => !key.addToResourcePolicy(needed, true).statementAdded,
  );
  if (missing.length > 0) {
    const statements = JSON.stringify(missing.map((needed) => Stack.of(scope).resolve(needed.toStatementJson())));
    Annotations.of(scope).addInfoV2(
      'sms-receipts:keyPolicy',
      `The policy of an imported key cannot be changed here. Before you deploy, see that it lets IAM policies of the account use the key, and add these statements: ${statements}`,
    );
  }
}

const LOGS_ACTIONS = ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'];
const EVENTS_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'];
const ALARM_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey*'];

function statement(sid: string, principal: IPrincipal, actions: string[]): PolicyStatement {
  // In a key policy, `*` is the key itself
  return new PolicyStatement({ sid: `SmsReceipts${sid}`, principals: [principal], actions, resources: ['*'] });
}
