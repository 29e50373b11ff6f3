import { describe, expect, test } from '@jest/globals';
import { CfnParameter, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type ITableV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DEFAULTS } from '../../../contract/defaults.ts';
import { RECEIPTS_TABLE } from '../../../contract/tables.ts';
import { addOutputs } from '../../../infra/construct/outputs.ts';
import type { PageProps } from '../../../infra/construct/page-props.ts';
import type { ReconcileProps } from '../../../infra/construct/reconciler.ts';
import type { SmsReceiptsProps } from '../../../infra/construct/sms-receipts-props.ts';
import { newStack, receiver } from '../support/synthesize.ts';

const PAGE: PageProps = { issuer: 'https://login.example.com', clientId: 'receipts', allowedGroups: ['sms'] };
const page = (props: Partial<PageProps>) => ({ page: { ...PAGE, ...props } });
const reconcile = (props: Partial<ReconcileProps>) => ({ reconcile: { subAccounts: ['a'], ...props } });

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
    [{ archive: { years: 0 } }, 'archive.years is 0: must be a whole number from 1 to 100.'],
    [{ archive: { years: 1.5 } }, 'archive.years is 1.5: must be a whole number from 1 to 100.'],
    [{ archive: { fields: ['destination' as never] } }, 'archive.fields has destination: must be one of source.'],
    [reconcile({ subAccounts: [] }), 'at least one sub-account'],
    [reconcile({ subAccounts: ['a', 'a'] }), 'each once'],
    [reconcile({ every: Duration.days(4) }), 'reconcile.every in hours is 96'],
    [reconcile({ missingShare: 2 }), 'missingShare is 2'],
    [reconcile({ apiUrl: 'http://sms.8x8.com' }), 'reconcile.apiUrl is http://sms.8x8.com: must begin'],
    [
      page({ issuer: 'https://login.microsoftonline.com/common/v2.0' }),
      'page.issuer is https://login.microsoftonline.com/common/v2.0: signs in the accounts of every company: name your tenant',
    ],
    [page({ sessionDuration: Duration.hours(25) }), 'page.sessionDuration in hours is 25: must be a whole number'],
    [page({ clientId: ' ' }), 'page.clientId is empty: must be the id that the page has at the provider.'],
    [page({ allowedGroups: [] }), 'page needs allowedGroups or allowedDomains: who may look.'],
    [page({ allowedGroups: ['sms,ops'] }), 'page has the group "sms,ops": must be the name of one group'],
    [page({ allowedDomains: ['any', 'a.com'] }), 'page.allowedDomains has any: must be domains in lower case'],
    [page({ allowedDomains: ['@a.com'] }), 'page.allowedDomains has @a.com: must be domains in lower case'],
    [page({ roles: { admin: ['a'] } as never }), 'page.roles has admin: must be one of support, operations, finance.'],
    [page({ allowedGroups: Array(60).fill('0a1b2c3d-0000-1111-2222-333344445555') }), 'than 2000 characters'],
  ])('%j', (props, message) => {
    expect(() => receiver(newStack(), 'Receipts', props)).toThrow(message);
  });

  /** All in eu-west-1. */
  const arn = (resource: string) => `arn:aws:${resource.replace(':', ':eu-west-1:123456789012:')}`;
  const certificate = (stack: Stack) =>
    Certificate.fromCertificateArn(stack, 'Certificate', arn('acm:certificate/0a1b2c3d-0000-1111-2222-333344445555'));
  const zone = (stack: Stack) =>
    HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
  const table = (stack: Stack) =>
    TableV2.fromTableAttributes(stack, 'Restored', { tableArn: arn('dynamodb:table/restored') }) as ITableV2;
  type PropsIn = (stack: Stack) => SmsReceiptsProps;

  test.each<[string, PropsIn]>([
    ['alarmTopic', (stack) => ({ alarmTopic: Topic.fromTopicArn(stack, 'Topic', arn('sns:on-call')) })],
    ['ticketTopic', (stack) => ({ ticketTopic: Topic.fromTopicArn(stack, 'Topic', arn('sns:tickets')) })],
    ['encryptionKey', (stack) => ({ encryptionKey: Key.fromKeyArn(stack, 'Key', arn('kms:key/1')) })],
    ['events.bus', (stack) => ({ events: { bus: EventBus.fromEventBusArn(stack, 'Bus', arn('events:event-bus/b')) } })],
    ['existingReceiptsTable', (stack) => ({ existingReceiptsTable: table(stack) })],
    ['domain.certificate', (stack) => ({ domain: { name: 'a.example.com', certificate: certificate(stack) } })],
    [
      'page.domain.certificate',
      (stack) => page({ domain: { name: 'a.example.com', certificate: certificate(stack) } }),
    ],
  ])('%s in another Region', (prop, props) => {
    const stack = newStack('eu-west-2');
    expect(() => receiver(stack, 'Receipts', props(stack))).toThrow(
      `SmsReceipts: ${prop} is in eu-west-1: must be in eu-west-2, the Region of the stack.`,
    );
  });

  test.each<[what: string, props: PropsIn, message: string]>([
    [
      'an alias of a key of the app',
      (stack) => ({ encryptionKey: new Key(stack, 'Key').addAlias('alias/receipts') }),
      'encryptionKey is an alias: must be the key itself.',
    ],
    [
      'an imported alias',
      (stack) => ({ encryptionKey: Alias.fromAliasName(stack, 'Key', 'alias/receipts') }),
      'encryptionKey is an alias: must be the key itself.',
    ],
    [
      'an existing table with the removal policy destroy',
      (stack) => ({ existingReceiptsTable: table(stack), removalPolicy: RemovalPolicy.DESTROY }),
      'existingReceiptsTable needs removalPolicy retain',
    ],
    [
      'events of an existing table without its stream',
      (stack) => ({ existingReceiptsTable: table(stack), events: {} }),
      'existingReceiptsTable has no tableStreamArn, which events and the archive need',
    ],
    [
      'a name outside the zone',
      (stack) => ({
        domain: { name: 'receipts.badexample.com', certificate: certificate(stack), hostedZone: zone(stack) },
      }),
      'domain.name is receipts.badexample.com: must be in the hosted zone example.com.',
    ],
  ])('%s', (_what, props, message) => {
    const stack = newStack('eu-west-1');
    expect(() => receiver(stack, 'Receipts', props(stack))).toThrow(message);
  });

  test('a key in a stack without an explicit Region', () => {
    const stack = newStack();
    expect(() => receiver(stack, 'Receipts', { encryptionKey: new Key(stack, 'Key') })).toThrow(
      'encryptionKey needs a stack with an explicit Region',
    );
  });

  test.each([
    [Duration.days(1), 3],
    [Duration.hours(25), 4],
    [Duration.days(3), 5],
  ])('reconciling every %s with a retention of %d days', (every, days) => {
    const kept = (retention: number) => () =>
      receiver(newStack(), 'Receipts', { ...reconcile({ every }), retention: Duration.days(retention) });
    expect(kept(days)).toThrow(`retention in days is ${days}: must be at least ${days + 1} with reconcile`);
    expect(kept(days + 1)).not.toThrow();
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
    addOutputs(receiver(stack, 'Receipts', { dashboard: true, ...props(tokensOf(stack)) }));
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
