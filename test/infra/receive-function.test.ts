import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ENVIRONMENT, readEnvironment } from '../../lambda/environment.ts';
import { synthesize } from './support/synthesize.ts';
import { logicalId, resource } from './support/template.ts';

const { template, outdir } = synthesize();
const table = (name: string) => logicalId(template, 'AWS::DynamoDB::GlobalTable', name);
const secret = logicalId(template, 'AWS::SecretsManager::Secret');
const logs = logicalId(template, 'AWS::Logs::LogGroup', 'ReceiveLogs');
const functionWith = (settings?: Record<string, unknown>) =>
  resource(synthesize(settings).template, 'AWS::Lambda::Function').Properties;

test('there is one function, and no custom resource beside it', () => {
  template.resourceCountIs('AWS::Lambda::Function', 1);
});

test('runs the bundle on Node 24, on arm64, with time to answer by itself', () => {
  expect(functionWith()).toMatchObject({
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    Timeout: 15,
    MemorySize: 512,
  });
});

test('is deployed without source maps', () => {
  const [asset = 'none'] = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  expect(readdirSync(join(outdir, asset))).toEqual(['index.mjs']);
});

test('logs JSON to its own group', () => {
  expect(functionWith().LoggingConfig).toEqual({ LogFormat: 'JSON', LogGroup: { Ref: logs } });
});

describe('environment', () => {
  test('has every variable that the function reads, and no other', () => {
    const variables = (functionWith().Environment as { Variables: Record<string, unknown> }).Variables;
    expect(Object.keys(variables).sort()).toEqual(Object.values(ENVIRONMENT).sort());
  });

  test('names the tables and the secret of the stack', () => {
    expect(functionWith().Environment).toMatchObject({
      Variables: {
        RECEIPTS_TABLE: { Ref: table('TablesReceipts') },
        SET_ASIDE_TABLE: { Ref: table('TablesSetAside') },
        TOKEN_SECRET_ID: { Ref: secret },
      },
    });
  });

  test('is what the function understands, with the settings in it', () => {
    const { Variables } = functionWith({
      retentionDays: '7',
      tokenOverlapHours: '2',
      allowedSources: '8x8:na,192.0.2.0/24',
    }).Environment as { Variables: Record<string, unknown> };
    const texts = Object.entries(Variables).map(([name, value]) => [name, typeof value === 'string' ? value : name]);
    expect(readEnvironment(Object.fromEntries(texts))).toMatchObject({
      retentionDays: 7,
      tokenOverlapHours: 2,
      allowedSources: ['50.112.250.190', '100.21.170.42', '52.10.10.63', '192.0.2.0/24'],
    });
  });
});

test.each([
  [{}, { MemorySize: 512 }],
  [{ memorySize: '1024' }, { MemorySize: 1024 }],
  [{ reservedConcurrency: '50' }, { ReservedConcurrentExecutions: 50 }],
])('with %j it has %j', (settings, properties) => {
  expect(functionWith(settings)).toMatchObject(properties);
});

test('shares the concurrency of the account unless some is set apart', () => {
  expect(functionWith()).not.toHaveProperty('ReservedConcurrentExecutions');
});

describe('execution role', () => {
  const statement = (sid: string, actions: string | string[], resourceOf: unknown) => ({
    Sid: sid,
    Effect: 'Allow',
    Action: actions,
    Resource: resourceOf,
  });
  const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

  test('may do just what the function does, each on one resource', () => {
    template.resourceCountIs('AWS::IAM::Policy', 1);
    expect(resource(template, 'AWS::IAM::Policy').Properties.PolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [
        statement('Record', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], arn(table('TablesReceipts'))),
        statement('SetAside', 'dynamodb:UpdateItem', arn(table('TablesSetAside'))),
        statement('ReadToken', 'secretsmanager:GetSecretValue', { Ref: secret }),
        statement('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], arn(logs)),
      ],
    });
  });

  test('is the only role, taken on by Lambda alone, without managed policies', () => {
    template.resourceCountIs('AWS::IAM::Role', 1);
    expect(resource(template, 'AWS::IAM::Role').Properties).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
      },
    });
    expect(functionWith().Role).toEqual(arn(logicalId(template, 'AWS::IAM::Role')));
  });
});
