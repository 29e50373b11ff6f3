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
    // The function of the probe has no fixed address
    [{ probe: Duration.minutes(5), allowedSources: ['8x8:eu'] }, 'probe needs an endpoint without allowedSources'],
    [{ deployment: 'canary', alarms: false }, 'canary needs alarms'],
    [{ deployment: 'linear' as 'canary' }, 'must be one of canary'],
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
  const tokensOf = (stack: Stack) => ({
    text: new CfnParameter(stack, 'Text').valueAsString,
    list: new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList,
    number: new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber,
  });
  type Props = (tokens: ReturnType<typeof tokensOf>) => SmsReceiptsProps;
  const subAccounts = ['Acme_1'];
  const [TEXT, LIST, NUMBER] = ['Text', 'List', 'Number'].map((Ref) => ({ Ref }));
  const functionWith = (variables: object) =>
    ['AWS::Lambda::Function', { Environment: { Variables: variables } }] as const;
  const concurrency = (MaximumConcurrency: unknown) =>
    ['AWS::Lambda::EventSourceMapping', { ScalingConfig: { MaximumConcurrency } }] as const;

  test.each<[Props, (readonly [type: string, properties: object])[]]>([
    [
      ({ text, list, number }) => ({
        name: text,
        allowedSources: list,
        throttle: { burstLimit: number },
        reservedConcurrency: number,
        redriveConcurrency: number,
        memorySize: number,
        logRetention: number,
        runbookUrl: text,
        reconcile: { subAccounts, apiUrl: text },
      }),
      [
        ['AWS::ApiGatewayV2::Api', { Name: TEXT }],
        functionWith({ ALLOWED_SOURCES: { 'Fn::Join': [',', LIST] } }),
        ['AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: { ThrottlingBurstLimit: NUMBER } }],
        ['AWS::Lambda::Function', { ReservedConcurrentExecutions: NUMBER, MemorySize: NUMBER }],
        concurrency(NUMBER),
        ['AWS::Logs::LogGroup', { RetentionInDays: NUMBER }],
        ['AWS::CloudWatch::Alarm', { AlarmDescription: { 'Fn::Join': ['', Match.arrayWith([TEXT])] } }],
        functionWith({ VENDOR_API_URL: TEXT }),
      ],
    ],
    [
      ({ text, number }) => ({ allowedSources: ['192.0.2.1', text], warmWriteUnits: number }),
      [
        functionWith({ ALLOWED_SOURCES: { 'Fn::Join': ['', ['192.0.2.1,', TEXT]] } }),
        concurrency(DEFAULTS.redriveConcurrency),
      ],
    ],
  ])('is accepted where the CDK passes it on', (props, parts) => {
    const stack = newStack();
    addOutputs(receiver(stack, 'Receipts', props(tokensOf(stack))));
    const template = Template.fromStack(stack);
    for (const [type, properties] of parts) template.hasResourceProperties(type, properties);
    // Arithmetic and text would show how the CDK encodes tokens
    expect(JSON.stringify(template.toJSON()).match(/\de\+\d{3}|\$\{Token/)).toBeNull();
  });

  test.each<[what: string, props: Props]>([
    ['retention', ({ number }) => ({ retention: Duration.days(number) })],
    ['setAsideRetention', ({ number }) => ({ setAsideRetention: Duration.days(number) })],
    ['tokenOverlap', ({ number }) => ({ tokenOverlap: Duration.hours(number) })],
    ['silenceAlarm', ({ number }) => ({ silenceAlarm: Duration.minutes(number) })],
    ['slowDelivery', ({ number }) => ({ slowDelivery: Duration.minutes(number) })],
    ['indexes', ({ list }) => ({ indexes: list as never })],
    ['indexes', ({ text }) => ({ indexes: [text as never] })],
    ['events.fields', ({ list }) => ({ events: { fields: list as never } })],
    ['reconcile.subAccounts', ({ list }) => ({ reconcile: { subAccounts: list } })],
    ['reconcile.subAccounts', ({ text }) => ({ reconcile: { subAccounts: ['Acme_1', text] } })],
    ['reconcile.every', ({ number }) => ({ reconcile: { subAccounts, every: Duration.hours(number) } })],
    ['reconcile.missingShare', ({ number }) => ({ reconcile: { subAccounts, missingShare: number } })],
    ['accountConcurrency', ({ number }) => ({ accountConcurrency: number })],
    ['throttle.rateLimit', ({ number }) => ({ throttle: { rateLimit: number } })],
    ['bundles', ({ text }) => ({ bundles: text })],
  ])('is refused as %s', (prop, props) => {
    const stack = newStack();
    expect(() => receiver(stack, 'Receipts', props(tokensOf(stack)))).toThrow(
      `SmsReceipts: ${prop} is a token: must be known at synthesis.`,
    );
  });
});
