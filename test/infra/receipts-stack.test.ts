import { expect, test } from '@jest/globals';
import { synthesize } from './support/synthesize.ts';
import { logicalId } from './support/template.ts';

const { template, stack } = synthesize();
const id = (type: string, prefix?: string) => logicalId(template, type, prefix);

test('is the same template as before', () => {
  expect(template.toJSON()).toMatchSnapshot();
});

test('has its outputs, by names that tools rely on', () => {
  const api = id('AWS::ApiGatewayV2::Api');
  const outputs = Object.entries(template.findOutputs('*')).map(([name, { Value }]) => [name, Value]);
  expect(Object.fromEntries(outputs)).toEqual({
    CallbackUrl: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [api, 'ApiEndpoint'] }, '/receipts']] },
    ApiId: { Ref: api },
    FunctionName: { Ref: id('AWS::Lambda::Function', 'Receive') },
    ReceiptsTableName: { Ref: id('AWS::DynamoDB::GlobalTable', 'TablesReceipts') },
    SetAsideTableName: { Ref: id('AWS::DynamoDB::GlobalTable', 'TablesSetAside') },
    FallbackQueueUrl: { Ref: id('AWS::SQS::Queue', 'FallbackQueue') },
    DeadLetterQueueUrl: { Ref: id('AWS::SQS::Queue', 'FallbackDeadLetters') },
    AlarmTopicArn: { Ref: id('AWS::SNS::Topic') },
    TokenSecretArn: { Ref: id('AWS::SecretsManager::Secret') },
  });
});

test('deploys to whatever account and region the caller is in', () => {
  expect(stack.environment).toBe('aws://unknown-account/unknown-region');
  expect(JSON.stringify(template.toJSON())).not.toMatch(/[a-z]{2}-[a-z]+-\d|\d{12}/);
});

test.each([
  [{}, 'SmsReceipts'],
  [{ stackName: 'Trial-2' }, 'Trial-2'],
])('with %j its name is %s', (settings, name) => {
  expect(synthesize(settings).stack.stackName).toBe(name);
});

test('whatever it keeps, nothing else outlives a trial', () => {
  const policies = Object.values(synthesize({ removalPolicy: 'destroy' }).template.toJSON().Resources).map(
    (resource) => (resource as { DeletionPolicy?: string }).DeletionPolicy ?? 'Delete',
  );
  expect(new Set(policies)).toEqual(new Set(['Delete']));
});
