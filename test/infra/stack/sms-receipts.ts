import { describe, expect, test } from '@jest/globals';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SmsReceipts } from '../../../infra/construct/sms-receipts.ts';
import type { SmsReceiptsProps } from '../../../infra/construct/sms-receipts-props.ts';
import { bareApp, fakeBundles } from '../support/synthesize.ts';

const bundles = fakeBundles();

function newStack(region?: string): Stack {
  const app = bareApp();
  return new Stack(app, 'Messaging', region === undefined ? {} : { env: { region } });
}

function receiver(stack: Stack, id = 'Receipts', props: SmsReceiptsProps = {}): SmsReceipts {
  return new SmsReceipts(stack, id, { bundles, ...props });
}

describe('two receivers in one stack', () => {
  const stack = newStack();
  receiver(stack, 'Europe');
  receiver(stack, 'Asia');
  const resources = Object.values(Template.fromStack(stack).toJSON().Resources) as {
    Type: string;
    Properties: Record<string, unknown>;
  }[];

  test.each([
    ['AWS::CloudWatch::Dashboard', 'DashboardName'],
    ['AWS::CloudWatch::Alarm', 'AlarmName'],
    ['AWS::ApiGatewayV2::Api', 'Name'],
  ])('do not share the name of any %s', (type, property) => {
    const names = resources
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => JSON.stringify(Properties[property]));
    expect(names.length).toBeGreaterThan(1);
    expect(new Set(names).size).toBe(names.length);
  });

  test('have metrics of their own', () => {
    const functions = resources.filter(({ Type }) => Type === 'AWS::Lambda::Function') as unknown as {
      Properties: { Environment: { Variables: { METRICS_NAMESPACE: string } } };
    }[];
    const namespaces = functions.map(({ Properties }) => Properties.Environment.Variables.METRICS_NAMESPACE).sort();
    expect(namespaces).toEqual([
      expect.stringMatching(/^MessagingAsia\w{8}$/),
      expect.stringMatching(/^MessagingAsia\w{8}$/),
      expect.stringMatching(/^MessagingEurope\w{8}$/),
      expect.stringMatching(/^MessagingEurope\w{8}$/),
    ]);
  });
});

test('everything that needs a name takes the one that is given', () => {
  const stack = newStack();
  receiver(stack, 'Receipts', { name: 'sms' });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', { Name: 'sms' });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: 'sms-server-errors' });
});

test('what it exposes refers to its own resources', () => {
  const stack = newStack();
  const receipts = receiver(stack);
  const resolve = (value: unknown) => JSON.stringify(stack.resolve(value));
  expect(resolve(receipts.callbackUrl)).toContain('/receipts');
  expect([
    resolve(receipts.api.apiId),
    resolve(receipts.receiptsTable.tableName),
    resolve(receipts.setAsideTable.tableName),
    resolve(receipts.fallbackQueue.queueUrl),
    resolve(receipts.deadLetterQueue.queueUrl),
    resolve(receipts.token.secretArn),
    resolve(receipts.functions.receive.functionName),
    resolve(receipts.functions.redrive.functionName),
    resolve(receipts.alarmTopic?.topicArn),
    resolve(receipts.dashboard?.dashboardName),
  ]).toEqual([
    expect.stringContaining('ReceiptsEndpointApi'),
    expect.stringContaining('ReceiptsTablesReceipts'),
    expect.stringContaining('ReceiptsTablesSetAside'),
    expect.stringContaining('ReceiptsFallbackQueue'),
    expect.stringContaining('ReceiptsFallbackDeadLetters'),
    expect.stringContaining('ReceiptsToken'),
    expect.stringContaining('ReceiptsReceive'),
    expect.stringContaining('ReceiptsRedrive'),
    expect.stringContaining('ReceiptsAlarmsTopic'),
    expect.stringContaining('ReceiptsDashboard'),
  ]);
  expect(receipts.alarms.length).toBe(
    Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).length,
  );
});

test('grantRead lets a role read the receipts table with its indexes, and not the set-aside table', () => {
  const stack = newStack();
  const receipts = receiver(stack);
  const role = new Role(stack, 'Support', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  receipts.grantRead(role);
  const [policy] = Object.values(
    Template.fromStack(stack).findResources('AWS::IAM::Policy', {
      Properties: { PolicyName: Match.stringLikeRegexp('^Support') },
    }),
  );
  const statements = JSON.stringify(policy?.Properties.PolicyDocument);
  expect(statements).toContain('dynamodb:Query');
  expect(statements).toContain('/index/*');
  expect(statements).not.toMatch(/Put|Update|Delete|SetAside/);
});

test('alarms go to the topic that is given, and no other is created', () => {
  const stack = newStack();
  const topic = new Topic(stack, 'OnCall');
  const receipts = receiver(stack, 'Receipts', { alarmTopic: topic });
  expect(receipts.alarmTopic).toBe(topic);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::SNS::Topic', 1);
  template.allResourcesProperties('AWS::CloudWatch::Alarm', {
    AlarmActions: [stack.resolve(topic.topicArn)],
    OKActions: [stack.resolve(topic.topicArn)],
  });
});

test('without alarms there is no topic, and the dashboard shows none', () => {
  const stack = newStack();
  const receipts = receiver(stack, 'Receipts', { alarms: false });
  expect(receipts.alarms).toEqual([]);
  expect(receipts.alarmTopic).toBeUndefined();
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  template.resourceCountIs('AWS::SNS::Topic', 0);
  expect(JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'))).not.toContain('"alarms');
});

test('without a dashboard there is none', () => {
  const stack = newStack();
  expect(receiver(stack, 'Receipts', { dashboard: false }).dashboard).toBeUndefined();
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
});

describe('the default throttle', () => {
  test.each([
    [undefined, 10_000, 5000],
    ['eu-west-1', 10_000, 5000],
    ['eu-south-1', 2500, 1250],
    ['ap-southeast-3', 2500, 1250],
  ])('in Region %s is the quota of an account there: %i a second, burst %i', (region, rate, burst) => {
    const stack = newStack(region);
    receiver(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
    });
  });
});

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
    [{ slowDelivery: Duration.seconds(30) }, 'slowDelivery in minutes is 0.5'],
    [{ name: 'SMS receipts' }, 'name is SMS receipts: must be 1 to 128 letters'],
    [{ throttle: { rateLimit: 0 } }, 'throttle.rateLimit is 0'],
    [{ throttle: { burstLimit: 0.5 } }, 'throttle.burstLimit is 0.5'],
    [{ redriveConcurrency: 1 }, 'redriveConcurrency is 1: must be a whole number from 2 to 1000'],
    [{ reservedConcurrency: 0 }, 'reservedConcurrency is 0'],
    [{ warmWriteUnits: 100 }, 'warmWriteUnits is 100'],
    [{ memorySize: 64 }, 'memorySize is 64'],
    [{ allowedSources: ['192.0.2.1', '8x8:us'] }, 'allowedSources has 8x8:us: must be an address'],
    [{ removalPolicy: RemovalPolicy.SNAPSHOT }, 'removalPolicy is snapshot: must be retain or destroy'],
  ])('%j', (props, message) => {
    expect(() => receiver(newStack(), 'Receipts', props)).toThrow(message);
  });
});
