import { describe, expect, test } from '@jest/globals';
import { Duration, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, PermissionsBoundary, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { addOutputs } from '../../../infra/construct/outputs.ts';
import { bareApp, newStack, receiver } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

describe('two receivers in one stack', () => {
  const stack = newStack();
  for (const id of ['Europe', 'Asia']) receiver(stack, id, { dashboard: true });
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

  test('have separate metrics', () => {
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

test('receivers in several stacks and Regions of an app share nothing, and no stack depends on another', () => {
  const app = bareApp();
  const stacks = [
    ['Europe', 'eu-west-1'],
    ['America', 'us-east-1'],
    ['Trial', 'us-east-1'],
  ].map(([id = '', region = '']) => new Stack(app, id, { env: { account: '123456789012', region } }));
  // All have the same id, and those in different Regions the same name
  stacks.forEach((stack, at) => {
    receiver(stack, 'Receipts', { dashboard: true, ...(at < 2 ? { name: 'sms' } : {}) });
  });
  expect(stacks.flatMap(({ dependencies }) => dependencies)).toEqual([]);
  const templates = stacks.map((stack) => Template.fromStack(stack));
  expect(JSON.stringify(templates)).not.toContain('Fn::ImportValue');
  // Dashboard names are unique across Regions
  const boards = templates.map((template) => resource(template, 'AWS::CloudWatch::Dashboard').Properties.DashboardName);
  const inItsRegion = (name: unknown) => ({ 'Fn::Join': ['', [name, { Ref: 'AWS::Region' }]] });
  expect(boards).toEqual(['sms-', 'sms-', expect.stringMatching(/^TrialReceipts\w{8}-$/)].map(inItsRegion));
});

test('stacks with the same id but different names have different buses; a stack named by its id keeps the name of the CDK', () => {
  const busOf = (props: StackProps, id = 'Messaging') => {
    const stack = new Stack(bareApp(), id, props);
    receiver(stack, 'Receipts', { events: {} });
    return resource(Template.fromStack(stack), 'AWS::Events::EventBus').Properties.Name as string;
  };
  expect(busOf({ stackName: 'messaging-dev' })).toMatch(/^messaging-dev-Receipts-Events-?\w{8}$/);
  expect(busOf({ stackName: 'messaging-prod' })).toMatch(/^messaging-prod-Receipts-Events-?\w{8}$/);
  expect(busOf({})).toMatch(/^MessagingReceiptsEventsBus\w{8}$/);
});

describe("the CDK's features reach every resource", () => {
  const stack = newStack();
  receiver(stack, 'Receipts', { events: {}, reconcile: { subAccounts: ['Acme_1'] } });
  Tags.of(stack).add('costCenter', '42');
  PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'));
  const template = Template.fromStack(stack);

  test('a permissions boundary is on every role', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    // One for each of the four functions, one for the schedule and one for deployments
    expect(roles).toHaveLength(6);
    for (const { Properties } of roles)
      expect(JSON.stringify(Properties.PermissionsBoundary)).toContain(':policy/boundary');
  });

  test.each([
    'AWS::DynamoDB::GlobalTable',
    'AWS::SQS::Queue',
    'AWS::Lambda::Function',
    'AWS::Lambda::EventSourceMapping',
    'AWS::IAM::Role',
    'AWS::Logs::LogGroup',
    'AWS::SecretsManager::Secret',
    'AWS::SNS::Topic',
    'AWS::CloudWatch::Alarm',
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGatewayV2::Stage',
    'AWS::Events::EventBus',
  ])('a tag is on each %s', (type) => {
    const resources = Object.values(template.findResources(type));
    expect(resources).not.toEqual([]);
    // The tags of a global table are those of its replica
    for (const { Properties } of resources)
      expect(JSON.stringify(Properties.Tags ?? Properties.Replicas)).toMatch(/"costCenter"|costCenter":"42"/);
  });
});

test('the construct names each function', () => {
  const stack = newStack();
  const { functions } = receiver(stack, 'Receipts', {
    events: {},
    archive: {},
    reconcile: { subAccounts: ['Acme_1'] },
    probe: Duration.minutes(5),
    page: { issuer: 'https://login.example.com', clientId: 'receipts', allowedGroups: ['sms'] },
  });
  const ids = Object.entries(functions).map(([name, made]) => [name, stack.resolve(made?.functionName).Ref]);
  expect(ids).toEqual(ids.map(([name]) => [name, expect.stringMatching(new RegExp(`^Receipts\\w*${name}`, 'i'))]));
});

test('grantLookUp grants exactly the actions of the contract, on the stack, the receipts table and its indexes', () => {
  const stack = newStack();
  const receipts = receiver(stack);
  const role = new Role(stack, 'Support', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  receipts.grantLookUp(role);
  const { PolicyDocument } = resource(Template.fromStack(stack), 'AWS::IAM::Policy', 'Support').Properties as {
    PolicyDocument: { Statement: object[] };
  };
  const tableArn = stack.resolve(receipts.receiptsTable.tableArn);
  const ofStack = { Service: 'cloudformation', Resource: 'stack/Messaging/*' };
  expect(PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'cloudformation:DescribeStacks',
      Resource: stack.resolve(stack.formatArn({ service: ofStack.Service, resource: ofStack.Resource })),
    },
    { Effect: 'Allow', Action: 'dynamodb:BatchGetItem', Resource: tableArn },
    { Effect: 'Allow', Action: 'dynamodb:Query', Resource: { 'Fn::Join': ['', [tableArn, '/index/*']] } },
  ]);
});

test.each([
  ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/'],
  ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/'],
])('the outputs in %s link to the console there', (region, url) => {
  const stack = newStack(region);
  addOutputs(receiver(stack, 'Receipts', { dashboard: true }));
  const { DashboardUrl, ReceiptsTableUrl } = Template.fromStack(stack).findOutputs('*');
  const texts = [DashboardUrl, ReceiptsTableUrl].map((output) => JSON.stringify(output?.Value));
  // The CDK writes the Region of the stack as a reference
  const parts = url.split(region);
  for (const text of texts) expect(parts.every((part) => text.includes(part))).toBe(true);
});

test('a second receiver in a stack needs a prefix for its outputs', () => {
  const stack = newStack();
  addOutputs(receiver(stack, 'Europe'));
  const asia = receiver(stack, 'Asia');
  expect(() => addOutputs(asia)).toThrow(
    "SmsReceipts: the stack Messaging has CallbackUrl already. Give each receiver of a stack its prefix, such as addOutputs(receipts, { prefix: 'Asia' }).",
  );
  addOutputs(asia, { prefix: 'Asia' });
  const outputs = Template.fromStack(stack).findOutputs('*');
  expect(outputs.AsiaReceiptsTableName?.Value).not.toEqual(outputs.ReceiptsTableName?.Value);
  expect(Object.keys(outputs).filter((name) => name.startsWith('Asia'))).toHaveLength(Object.keys(outputs).length / 2);
});
