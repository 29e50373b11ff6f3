import { describe, expect, test } from '@jest/globals';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { GivenSettings } from '../../../infra/read-settings.ts';
import { EVERY_SETTING } from '../support/sample-settings.ts';
import { newStack, receiver, synthesize } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-1111-2222-333344445555';

interface Statement {
  readonly Principal: { readonly Service: string };
  readonly Condition: unknown;
}

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

test('an imported key comes with a note that lists the statements its policy needs: for the bus, unless that exists already', () => {
  const statementsWith = (settings: GivenSettings) => {
    const { stack } = synthesize({ kmsKeyArn: KEY, ...settings });
    const [info, ...others] = Annotations.fromStack(stack).findInfo('*', Match.anyValue());
    expect(others).toEqual([]);
    const [text = ''] = /\[\{.*\}\]/s.exec(`${info?.entry.data}`) ?? [];
    return JSON.parse(text).map((needed: Statement) => [needed.Principal.Service, needed.Condition]);
  };
  const LOGS = [
    'logs.eu-west-1.amazonaws.com',
    {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': expect.stringContaining('eu-west-1:123456789012:log-group:*') },
    },
  ];
  const ofAccount = { StringEquals: { 'aws:SourceAccount': '123456789012' } };
  const [ALARMS, EVENTS] = ['cloudwatch', 'events'].map((service) => [`${service}.amazonaws.com`, ofAccount]);
  expect(statementsWith({ events: 'new' })).toEqual([LOGS, ALARMS, EVENTS]);
  expect(statementsWith({ events: 'company' })).toEqual([LOGS, ALARMS]);
});

describe('a key of the app', () => {
  function policyWith(props: { readonly alarms?: boolean }): unknown[] {
    const stack = newStack('eu-west-1');
    receiver(stack, 'Receipts', { encryptionKey: new Key(stack, 'Key'), ...props });
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

test('grantLookUp also allows decryption with the key, and nothing more', () => {
  const stack = newStack('eu-west-1');
  const encryptionKey = new Key(stack, 'Key');
  const role = new Role(stack, 'Support', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  receiver(stack, 'Receipts', { encryptionKey }).grantLookUp(role);
  const { PolicyDocument } = resource(Template.fromStack(stack), 'AWS::IAM::Policy', 'Support').Properties as {
    PolicyDocument: { Statement: { Action: string[] | string; Resource: unknown }[] };
  };
  const ofKey = PolicyDocument.Statement.filter(({ Resource }) => JSON.stringify(Resource).includes('Key'));
  expect(ofKey.flatMap(({ Action }) => Action).sort()).toEqual(['kms:Decrypt', 'kms:DescribeKey']);
});
