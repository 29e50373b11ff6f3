import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { SmsReceipts } from '../../../infra/construct/sms-receipts.ts';
import { EVERY_SETTING } from '../support/sample-settings.ts';
import { bareApp, fakeBundles, synthesize } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-1111-2222-333344445555';

test('an imported key encrypts everything that holds data', () => {
  const { template } = synthesize(EVERY_SETTING);
  const types = [
    'AWS::DynamoDB::GlobalTable',
    'AWS::SQS::Queue',
    'AWS::SecretsManager::Secret',
    'AWS::Logs::LogGroup',
    'AWS::SNS::Topic',
    'AWS::Events::EventBus',
    'AWS::S3::Bucket',
    'AWS::KinesisFirehose::DeliveryStream',
    'AWS::Athena::WorkGroup',
  ];
  for (const type of types) {
    const made = Object.entries(template.findResources(type));
    expect([type, made.length > 0]).toEqual([type, true]);
    expect(made.filter(([, { Properties }]) => !JSON.stringify(Properties).includes(KEY))).toEqual([]);
  }
});

describe('an imported key', () => {
  const { stack } = synthesize({ kmsKeyArn: KEY });

  test('comes with a note that lists the statements its policy needs', () => {
    const [info, ...others] = Annotations.fromStack(stack).findInfo('*', Match.anyValue());
    expect(others).toEqual([]);
    const text = `${info?.entry.data}`;
    const [statements = ''] = /\[\{.*\}\]/s.exec(text) ?? [];
    const [{ Principal: logs, Condition: ofLogs }, { Principal: alarms, Condition: ofAlarms }] = JSON.parse(statements);
    expect([logs, alarms]).toEqual([
      { Service: 'logs.eu-west-1.amazonaws.com' },
      { Service: 'cloudwatch.amazonaws.com' },
    ]);
    expect(JSON.stringify(ofLogs)).toContain('eu-west-1:123456789012:log-group:*');
    expect(ofAlarms).toEqual({ StringEquals: { 'aws:SourceAccount': '123456789012' } });
  });
});

describe('an imported key with events', () => {
  const { stack } = synthesize({ kmsKeyArn: KEY, events: 'new' });

  test('comes with a note that lists the statement for the bus, unless the bus exists already', () => {
    const printed = (of: Stack) => JSON.stringify(Annotations.fromStack(of).findInfo('*', Match.anyValue()));
    expect(printed(stack)).toContain('events.amazonaws.com');
    expect(printed(synthesize({ kmsKeyArn: KEY, events: 'company' }).stack)).not.toContain('events.amazonaws.com');
  });
});

describe('a key of the app', () => {
  function policyWith(props: { readonly alarms?: boolean }): unknown[] {
    const env = { account: '123456789012', region: 'eu-west-1' };
    const stack = new Stack(bareApp(), 'Messaging', { env });
    const encryptionKey = new Key(stack, 'Key');
    new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), encryptionKey, ...props });
    expect(Annotations.fromStack(stack).findInfo('*', Match.anyValue())).toEqual([]);
    const { KeyPolicy } = resource(Template.fromStack(stack), 'AWS::KMS::Key').Properties as {
      KeyPolicy: { Statement: { Sid?: string }[] };
    };
    return KeyPolicy.Statement.map(({ Sid }) => Sid);
  }

  test('gets the statements, without a note', () => {
    expect(policyWith({})).toEqual(expect.arrayContaining(['SmsReceiptsLogs', 'SmsReceiptsAlarms']));
  });

  test('gets no statement for alarms if there are none', () => {
    expect(policyWith({ alarms: false })).not.toContain('SmsReceiptsAlarms');
  });
});

test('a key is refused in a stack without an explicit Region', () => {
  const stack = new Stack(bareApp(), 'Messaging');
  const encryptionKey = new Key(stack, 'Key');
  expect(() => new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), encryptionKey })).toThrow(
    'encryptionKey needs a stack with an explicit Region',
  );
});

test.each<[string, (stack: Stack) => IKey]>([
  ['made in the app', (stack) => new Key(stack, 'Key').addAlias('alias/receipts')],
  ['imported', (stack) => Alias.fromAliasName(stack, 'Key', 'alias/receipts')],
])('an alias that is %s is refused, because IAM does not know it', (_, aliasOf) => {
  const stack = new Stack(bareApp(), 'Messaging', { env: { account: '123456789012', region: 'eu-west-1' } });
  const encryptionKey = aliasOf(stack);
  expect(() => new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), encryptionKey })).toThrow(
    'encryptionKey is an alias: must be the key itself.',
  );
});

test('a key of another Region is refused', () => {
  const stack = new Stack(bareApp(), 'Messaging', { env: { region: 'eu-west-2' } });
  const encryptionKey = Key.fromKeyArn(stack, 'Key', KEY);
  expect(() => new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), encryptionKey })).toThrow(
    'encryptionKey is in eu-west-1: must be in eu-west-2, the Region of the stack.',
  );
});

test('grantLookUp also allows decryption with the key, and nothing more', () => {
  const env = { account: '123456789012', region: 'eu-west-1' };
  const stack = new Stack(bareApp(), 'Messaging', { env });
  const encryptionKey = new Key(stack, 'Key');
  const role = new Role(stack, 'Support', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), encryptionKey }).grantLookUp(role);
  const { PolicyDocument } = resource(Template.fromStack(stack), 'AWS::IAM::Policy', 'Support').Properties as {
    PolicyDocument: { Statement: { Action: string[] | string; Resource: unknown }[] };
  };
  const ofKey = PolicyDocument.Statement.filter(({ Resource }) => JSON.stringify(Resource).includes('Key'));
  expect(ofKey.flatMap(({ Action }) => Action).sort()).toEqual(['kms:Decrypt', 'kms:DescribeKey']);
});

test('without a key, nothing in the template refers to KMS', () => {
  const { template } = synthesize();
  expect(JSON.stringify(template.toJSON())).not.toMatch(/kms/i);
});
