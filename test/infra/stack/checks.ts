import { describe, expect, test } from '@jest/globals';
import { CfnParameter, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { DEFAULTS } from '../../../contract/defaults.ts';
import { RECEIPTS_TABLE } from '../../../contract/tables.ts';
import { addOutputs } from '../../../infra/construct/outputs.ts';
import type { SmsReceiptsProps } from '../../../infra/construct/sms-receipts-props.ts';
import { newStack, receiver } from '../support/receiver.ts';

describe('refuses', () => {
  test.each<[SmsReceiptsProps, string]>([
    [
      { retention: Duration.days(2) },
      'retention in days is 2: must be a whole number from 3 to 3650: the vendor sends',
    ],
    [{ retention: Duration.hours(80) }, 'retention in days is 3.3'],
    [{ setAsideRetention: Duration.days(0) }, 'setAsideRetention in days is 0'],
    [{ tokenOverlap: Duration.minutes(90) }, 'tokenOverlap in hours is 1.5'],
    [{ silenceAlarm: Duration.minutes(4) }, 'silenceAlarm in minutes is 4'],
    [{ spendAlarm: { usd: 1 } }, 'spendAlarm is usd 1'],
    [{ spendAlarm: { USD: 0 } }, 'spendAlarm is USD 0'],
    [{ slowDelivery: Duration.seconds(30) }, 'slowDelivery in minutes is 0.5'],
    [{ name: 'SMS receipts' }, 'name is SMS receipts: must be 1 to 128 letters'],
    [{ throttle: { rateLimit: 0 } }, 'throttle.rateLimit is 0'],
    [{ throttle: { burstLimit: 0.5 } }, 'throttle.burstLimit is 0.5'],
    [{ redriveConcurrency: 1 }, 'redriveConcurrency is 1: must be a whole number from 2 to 1000'],
    [{ reservedConcurrency: 0 }, 'reservedConcurrency is 0'],
    [{ warmWriteUnits: 100 }, 'warmWriteUnits is 100'],
    [{ memorySize: 64 }, 'memorySize is 64'],
    [
      { indexes: ['byBatchID' as never] },
      `indexes has byBatchID: must be one of ${Object.keys(RECEIPTS_TABLE.indexes).join(', ')}.`,
    ],
    [{ events: { fields: ['number' as never] } }, 'events.fields has number: must be one of destination, source.'],
    [{ allowedSources: ['192.0.2.1', '8x8:us'] }, 'allowedSources has 8x8:us: must be an address'],
    [{ removalPolicy: RemovalPolicy.SNAPSHOT }, 'removalPolicy is snapshot: must be retain or destroy'],
  ])('%j', (props, message) => {
    expect(() => receiver(newStack(), 'Receipts', props)).toThrow(message);
  });
});

describe('a token', () => {
  const text = (stack: Stack) => new CfnParameter(stack, 'Text').valueAsString;
  const list = (stack: Stack) => new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
  const number = (stack: Stack) => new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
  const subAccounts = ['Acme_1'];

  test.each<[what: string, props: (stack: Stack) => SmsReceiptsProps, type: string, part: object]>([
    ['name', (s) => ({ name: text(s) }), 'AWS::ApiGatewayV2::Api', { Name: { Ref: 'Text' } }],
    [
      'allowedSources',
      (s) => ({ allowedSources: list(s) }),
      'AWS::Lambda::Function',
      { Environment: { Variables: { ALLOWED_SOURCES: { 'Fn::Join': [',', { Ref: 'List' }] } } } },
    ],
    [
      'allowedSources, beside others',
      (s) => ({ allowedSources: ['192.0.2.1', text(s)] }),
      'AWS::Lambda::Function',
      { Environment: { Variables: { ALLOWED_SOURCES: { 'Fn::Join': ['', ['192.0.2.1,', { Ref: 'Text' }]] } } } },
    ],
    [
      'throttle.burstLimit',
      (s) => ({ throttle: { burstLimit: number(s) } }),
      'AWS::ApiGatewayV2::Stage',
      { DefaultRouteSettings: { ThrottlingBurstLimit: { Ref: 'Number' } } },
    ],
    [
      'reservedConcurrency',
      (s) => ({ reservedConcurrency: number(s) }),
      'AWS::Lambda::Function',
      { ReservedConcurrentExecutions: { Ref: 'Number' } },
    ],
    [
      'redriveConcurrency',
      (s) => ({ redriveConcurrency: number(s) }),
      'AWS::Lambda::EventSourceMapping',
      { ScalingConfig: { MaximumConcurrency: { Ref: 'Number' } } },
    ],
    [
      'warmWriteUnits',
      (s) => ({ warmWriteUnits: number(s) }),
      'AWS::Lambda::EventSourceMapping',
      { ScalingConfig: { MaximumConcurrency: DEFAULTS.redriveConcurrency } },
    ],
    ['memorySize', (s) => ({ memorySize: number(s) }), 'AWS::Lambda::Function', { MemorySize: { Ref: 'Number' } }],
    [
      'logRetention',
      (s) => ({ logRetention: number(s) }),
      'AWS::Logs::LogGroup',
      { RetentionInDays: { Ref: 'Number' } },
    ],
    [
      'runbookUrl',
      (s) => ({ runbookUrl: text(s) }),
      'AWS::CloudWatch::Alarm',
      { AlarmDescription: { 'Fn::Join': ['', Match.arrayWith([{ Ref: 'Text' }])] } },
    ],
    [
      'reconcile.apiUrl',
      (s) => ({ reconcile: { subAccounts, apiUrl: text(s) } }),
      'AWS::Lambda::Function',
      { Environment: { Variables: { VENDOR_API_URL: { Ref: 'Text' } } } },
    ],
  ])('is accepted as %s', (_, props, type, part) => {
    const stack = newStack();
    addOutputs(receiver(stack, 'Receipts', props(stack)));
    const template = Template.fromStack(stack);
    template.hasResourceProperties(type, part);
    // Arithmetic and text would show how the CDK encodes tokens
    expect(JSON.stringify(template.toJSON()).match(/\de\+\d{3}|\$\{Token/)).toBeNull();
  });

  test.each<[what: string, props: (stack: Stack) => SmsReceiptsProps]>([
    ['retention', (s) => ({ retention: Duration.days(number(s)) })],
    ['setAsideRetention', (s) => ({ setAsideRetention: Duration.days(number(s)) })],
    ['tokenOverlap', (s) => ({ tokenOverlap: Duration.hours(number(s)) })],
    ['silenceAlarm', (s) => ({ silenceAlarm: Duration.minutes(number(s)) })],
    ['slowDelivery', (s) => ({ slowDelivery: Duration.minutes(number(s)) })],
    ['indexes', (s) => ({ indexes: list(s) as never })],
    ['indexes', (s) => ({ indexes: [text(s) as never] })],
    ['events.fields', (s) => ({ events: { fields: list(s) as never } })],
    ['reconcile.subAccounts', (s) => ({ reconcile: { subAccounts: list(s) } })],
    ['reconcile.subAccounts', (s) => ({ reconcile: { subAccounts: ['Acme_1', text(s)] } })],
    ['reconcile.every', (s) => ({ reconcile: { subAccounts, every: Duration.hours(number(s)) } })],
    ['reconcile.missingShare', (s) => ({ reconcile: { subAccounts, missingShare: number(s) } })],
    ['accountConcurrency', (s) => ({ accountConcurrency: number(s) })],
    ['throttle.rateLimit', (s) => ({ throttle: { rateLimit: number(s) } })],
    ['bundles', (s) => ({ bundles: text(s) })],
  ])('is refused as %s', (prop, props) => {
    const stack = newStack();
    expect(() => receiver(stack, 'Receipts', props(stack))).toThrow(
      `SmsReceipts: ${prop} is a token: must be known at synthesis.`,
    );
  });
});
