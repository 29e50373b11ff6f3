import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { addOutputs } from '../../../infra/construct/outputs.ts';
import type { PageProps } from '../../../infra/construct/page-props.ts';
import { roleOf } from '../support/functions.ts';
import { newStack, receiver } from '../support/receiver.ts';
import { CHANGES, PAGE, PAGE_AT_DOMAIN } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { logicalId, resource, textOf, withoutSettings } from '../support/template.ts';

type Json = Record<string, unknown>;

const { template } = synthesize(PAGE);
const variablesOf = (of = template) =>
  (resource(of, 'AWS::Lambda::Function', 'Page').Properties.Environment as { Variables: Json }).Variables;

describe('the receiver', () => {
  test('has nothing of a page without the settings', () => {
    expect(JSON.stringify(withoutSettings(synthesize().template))).not.toMatch(/"Page|PAGE_/);
  });

  test('is the same with a page: every resource, except that the dashboard shows more alarms', () => {
    const { Resources: before } = synthesize().template.toJSON() as { Resources: Json };
    const { Resources: after } = template.toJSON() as { Resources: Json };
    const isOfPage = (name: string) => name.startsWith('Page') || name.startsWith('Alarmspage');
    const isBoard = (name: string) => name.startsWith('DashboardBoard');
    expect(Object.keys(after).filter((name) => !isOfPage(name))).toEqual(Object.keys(before));
    for (const name of Object.keys(before)) if (!isBoard(name)) expect(after[name]).toEqual(before[name]);
  });
});

describe('the role of the page', () => {
  interface Statement {
    readonly Sid: string;
    readonly Action: string | string[];
    readonly Resource: unknown;
    readonly Condition?: unknown;
  }
  const statementsWith = (settings: Record<string, unknown>) => {
    const { template: of } = synthesize(settings);
    const { policies } = roleOf(of, 'PageRole');
    const documents = policies.map(({ PolicyDocument }) => PolicyDocument as { Statement: Statement[] });
    return Object.fromEntries(
      documents
        .flatMap(({ Statement }) => Statement)
        .map(({ Sid, Action, Resource }) => [
          Sid,
          {
            actions: [Action].flat(),
            on: [Resource].flat().map((one) => textOf(one).replaceAll(/(?<=[a-z])[\dA-F]{8}/g, '')),
          },
        ]),
    );
  };
  const READS = {
    ReadMessages: { actions: ['dynamodb:BatchGetItem', 'dynamodb:Scan'], on: ['TablesReceipts.Arn'] },
    FindMessages: {
      actions: ['dynamodb:Query'],
      on: ['byBatchId', 'byClientMessageId', 'byDestination'].map((index) => `TablesReceipts.Arn/index/${index}`),
    },
    ReadSecret: { actions: ['secretsmanager:GetSecretValue'], on: ['PageSecret'] },
    SeeMetrics: { actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData'], on: ['*'] },
    FindLooks: { actions: ['logs:StartQuery'], on: ['PageLogs.Arn'] },
    ReadLooks: { actions: ['logs:GetQueryResults'], on: ['*'] },
    Log: { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on: ['PageLogs.Arn'] },
  };
  const arn = (service: string, name: string) => `arn:AWS::Partition:${service}:AWS::Region:AWS::AccountId:${name}`;

  test.each<[string, Record<string, unknown>, Json]>([
    ['messages, metrics, its secret and its log', PAGE, {}],
    [
      'set-aside bodies with pageSetAside',
      CHANGES.pageSetAside.to,
      {
        ReadSetAside: { actions: ['dynamodb:GetItem'], on: ['TablesSetAside.Arn'] },
        ListSetAside: { actions: ['dynamodb:Query'], on: ['TablesSetAside.Arn/index/byReason'] },
      },
    ],
    [
      'the archive if there is one',
      { ...PAGE, archive: 'on' },
      {
        QueryArchive: {
          actions: ['athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StartQueryExecution'],
          on: [arn('athena', 'workgroup/ArchiveCatalogWorkGroup')],
        },
        ReadSchema: {
          actions: ['glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
          on: ['catalog', 'database/smsreceipts', 'table/smsreceipts/messages', 'table/smsreceipts/versions'].map(
            (name) => arn('glue', name),
          ),
        },
        FindBucket: { actions: ['s3:GetBucketLocation', 's3:ListBucket'], on: ['ArchiveStoreBucket.Arn'] },
        ReadVersions: { actions: ['s3:GetObject'], on: ['ArchiveStoreBucket.Arn/versions/*'] },
        KeepResults: {
          actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
          on: ['ArchiveStoreBucket.Arn/results/*'],
        },
      },
    ],
    [
      'with a key: to decrypt what the tables and the secret have',
      { ...PAGE, ...CHANGES.kmsKeyArn.to },
      {
        UseKeyOfTables: { actions: ['kms:Decrypt', 'kms:DescribeKey'], on: [CHANGES.kmsKeyArn.to.kmsKeyArn] },
        UseKeyOfSecret: { actions: ['kms:Decrypt'], on: [CHANGES.kmsKeyArn.to.kmsKeyArn] },
      },
    ],
  ])('reads %s, and nothing else', (_, settings, added) => {
    expect(statementsWith(settings)).toEqual({ ...READS, ...added });
  });
});

describe('the address of the page', () => {
  test('is that of its API, for the function and in the outputs', () => {
    const url = { 'Fn::GetAtt': [logicalId(template, 'AWS::ApiGatewayV2::Api', 'Page'), 'ApiEndpoint'] };
    expect(variablesOf().PAGE_URL).toEqual(url);
    expect(template.findOutputs('PageUrl').PageUrl?.Value).toEqual(url);
  });

  test('is only at the domain if there is one', () => {
    const { template: of } = synthesize(PAGE_AT_DOMAIN);
    expect(resource(of, 'AWS::ApiGatewayV2::Api', 'Page').Properties.DisableExecuteApiEndpoint).toBe(true);
    expect(variablesOf(of).PAGE_URL).toBe('https://sms.example.com');
  });
});

test('the page knows the queues by their names, and has no right on them', () => {
  const queue = (prefix: string) => ({ 'Fn::GetAtt': [logicalId(template, 'AWS::SQS::Queue', prefix), 'QueueName'] });
  expect(variablesOf()).toMatchObject({
    PAGE_FALLBACK_QUEUE: queue('FallbackQueue'),
    PAGE_DEAD_LETTER_QUEUE: queue('FallbackDeadLetters'),
  });
});

test('the page knows the country of numbers without country code', () => {
  expect(variablesOf(synthesize({ ...PAGE, defaultCountry: 'PH' }).template).PAGE_DEFAULT_COUNTRY).toBe('PH');
});

test.each([
  [{}, 20],
  [{ accountConcurrency: 10 }, undefined],
])('with %j the page has %s executions of its own, so that the receive function never lacks them', (settings, own) => {
  const { Properties } = resource(synthesize({ ...PAGE, ...settings }).template, 'AWS::Lambda::Function', 'Page');
  expect(Properties.ReservedConcurrentExecutions).toBe(own);
});

test('with a key, its logs and its secret have the key', () => {
  const { kmsKeyArn } = CHANGES.kmsKeyArn.to;
  const { template: of } = synthesize({ ...PAGE, kmsKeyArn });
  const logs = ['PageLogs', 'PageEndpointAccessLog'].map((group) => resource(of, 'AWS::Logs::LogGroup', group));
  const keys = [...logs, resource(of, 'AWS::SecretsManager::Secret', 'Page')].map(
    ({ Properties }) => Properties.KmsKeyId,
  );
  expect(keys).toEqual([kmsKeyArn, kmsKeyArn, kmsKeyArn]);
});

describe('in another app', () => {
  const PROPS: PageProps = { issuer: 'https://login.example.com', clientId: 'receipts', allowedGroups: ['sms'] };

  test('a user pool of the app can sign people in', () => {
    const stack = newStack();
    const pool = new UserPool(stack, 'Pool');
    const { userPoolClientId: clientId } = pool.addClient('Page');
    addOutputs(receiver(stack, 'Receipts', { page: { ...PROPS, issuer: pool.userPoolProviderUrl, clientId } }));
    const { PAGE_ISSUER, PAGE_CLIENT_ID } = variablesOfStack(Template.fromStack(stack));
    expect(PAGE_ISSUER).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Pool/), 'ProviderURL'] });
    expect(PAGE_CLIENT_ID).toEqual({ Ref: expect.stringMatching(/^PoolPage/) });
  });

  const variablesOfStack = (of: Template) =>
    (resource(of, 'AWS::Lambda::Function', 'ReceiptsPage').Properties.Environment as { Variables: Json }).Variables;

  test.each<[Partial<PageProps>, string]>([
    [{ issuer: 'login.example.com' }, 'page.issuer is login.example.com: must be the address of an OpenID issuer'],
    [{ issuer: 'http://login.example.com' }, 'page.issuer is http://login.example.com: must begin with https://'],
    [
      { issuer: 'https://login.microsoftonline.com/common/v2.0' },
      'page.issuer is https://login.microsoftonline.com/common/v2.0: signs in the accounts of every company: name your tenant',
    ],
    [{ issuer: 'https://login.microsoftonline.com/organizations/v2.0' }, 'signs in the accounts of every company'],
    [
      { sessionDuration: Duration.hours(25) },
      'page.sessionDuration in hours is 25: must be a whole number from 1 to 24',
    ],
    [{ clientId: ' ' }, 'page.clientId is empty: must be the id that the page has at the provider.'],
    [{ allowedGroups: [] }, 'page needs allowedGroups or allowedDomains: who may look.'],
    [{ allowedGroups: ['sms,ops'] }, 'page has the group "sms,ops": must be the name of one group'],
    [{ allowedDomains: ['any', 'example.com'] }, 'page.allowedDomains has any: must be domains in lower case'],
    [{ allowedDomains: ['@example.com'] }, 'page.allowedDomains has @example.com: must be domains in lower case'],
    [{ roles: { admin: ['a'] } as never }, 'page.roles has admin: must be one of support, operations, finance.'],
    [{ allowedGroups: Array(60).fill('0a1b2c3d-0000-1111-2222-333344445555') }, 'than 2000 characters'],
  ])('%j is refused', (props, message) => {
    expect(() => receiver(newStack(), 'Receipts', { page: { ...PROPS, ...props } })).toThrow(message);
  });

  test('a certificate of another Region is refused', () => {
    const stack = newStack('eu-west-2');
    const arn = PAGE_AT_DOMAIN.pageCertificateArn;
    const domain = { name: 'sms.example.com', certificate: Certificate.fromCertificateArn(stack, 'Certificate', arn) };
    expect(() => receiver(stack, 'Receipts', { page: { ...PROPS, domain } })).toThrow(
      'page.domain.certificate is in eu-west-1: must be in eu-west-2',
    );
  });
});
