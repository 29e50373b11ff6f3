import { describe, expect, test } from '@jest/globals';
import { synthesize } from '../support/synthesize.ts';
import { logicalId, resource } from '../support/template.ts';

const { template } = synthesize();
const api = { Ref: logicalId(template, 'AWS::ApiGatewayV2::Api') };
const stageWith = (settings?: Record<string, unknown>) =>
  resource(synthesize(settings).template, 'AWS::ApiGatewayV2::Stage').Properties;

test('is an HTTP API with the name of the stack', () => {
  expect(resource(synthesize({ stackName: 'Trial' }).template, 'AWS::ApiGatewayV2::Api').Properties).toEqual({
    Name: 'Trial',
    ProtocolType: 'HTTP',
  });
});

test('takes POST /receipts and nothing else', () => {
  template.resourceCountIs('AWS::ApiGatewayV2::Route', 1);
  expect(resource(template, 'AWS::ApiGatewayV2::Route').Properties).toMatchObject({
    ApiId: api,
    RouteKey: 'POST /receipts',
  });
});

test('passes the whole request to the function, with payload format 2.0', () => {
  expect(resource(template, 'AWS::ApiGatewayV2::Integration').Properties).toMatchObject({
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: { Ref: logicalId(template, 'AWS::Lambda::Alias', 'Receive') },
    PayloadFormatVersion: '2.0',
  });
});

test('has the permission for an alias before it uses the alias', () => {
  const [integration] = Object.values(template.findResources('AWS::ApiGatewayV2::Integration'));
  expect(integration?.DependsOn).toEqual([logicalId(template, 'AWS::Lambda::Permission')]);
});

test('is the only caller of the function, and only for that path', () => {
  template.resourceCountIs('AWS::Lambda::Permission', 1);
  const { Principal, SourceArn } = resource(template, 'AWS::Lambda::Permission').Properties;
  expect(Principal).toBe('apigateway.amazonaws.com');
  expect(SourceArn).toEqual({ 'Fn::Join': ['', expect.arrayContaining([api, '/*/*/receipts'])] });
});

test('has one stage, at the root of the URL, that deploys automatically', () => {
  template.resourceCountIs('AWS::ApiGatewayV2::Stage', 1);
  expect(stageWith()).toMatchObject({ ApiId: api, StageName: '$default', AutoDeploy: true });
});

test.each([
  [{}, undefined],
  [
    { throttleRate: '50', throttleBurst: '75' },
    { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 75 },
  ],
])('with %j is throttled at %j', (settings, throttling) => {
  expect(stageWith(settings).DefaultRouteSettings).toEqual(throttling);
});

describe('access log', () => {
  const { DestinationArn, Format } = stageWith().AccessLogSettings as { DestinationArn: unknown; Format: string };

  test('goes to its own group', () => {
    expect(DestinationArn).toEqual({
      'Fn::GetAtt': [logicalId(template, 'AWS::Logs::LogGroup', 'EndpointAccessLog'), 'Arn'],
    });
  });

  test('is JSON without query string, headers, path and body', () => {
    expect(JSON.parse(Format)).toEqual({
      requestId: '$context.requestId',
      sourceIp: '$context.identity.sourceIp',
      status: '$context.status',
      latencyMs: '$context.integrationLatency',
      error: '$context.integrationErrorMessage',
    });
  });

  test('has a name under /aws/vendedlogs/ that is unique to the deployed stack', () => {
    expect(resource(template, 'AWS::Logs::LogGroup', 'EndpointAccessLog').Properties.LogGroupName).toEqual({
      'Fn::Join': [
        '',
        [
          '/aws/vendedlogs/SmsReceipts-AccessLog-',
          { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] },
        ],
      ],
    });
  });
});

describe('log groups', () => {
  test.each(['EndpointAccessLog', 'ReceiveLogs', 'RedriveLogs'])(
    '%s keeps its lines for 30 days, or as long as the setting says',
    (group) => {
      const days = [{}, { logRetentionDays: '365' }].map(
        (settings) => resource(synthesize(settings).template, 'AWS::Logs::LogGroup', group).Properties.RetentionInDays,
      );
      expect(days).toEqual([30, 365]);
    },
  );

  test.each([
    ['retain', 'Retain'],
    ['destroy', 'Delete'],
  ])('with removal policy %s all have deletion policy %s', (removalPolicy, expected) => {
    const groups = Object.values(synthesize({ removalPolicy }).template.findResources('AWS::Logs::LogGroup'));
    expect(groups.map((group) => group.DeletionPolicy)).toEqual([expected, expected, expected]);
  });
});
