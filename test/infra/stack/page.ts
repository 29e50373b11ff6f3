import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { addOutputs } from '../../../infra/construct/outputs.ts';
import { roleOf, variablesOf } from '../support/functions.ts';
import { CHANGES, PAGE, PAGE_AT_DOMAIN } from '../support/sample-settings.ts';
import { newStack, receiver, synthesize } from '../support/synthesize.ts';
import { resource, textOf } from '../support/template.ts';

type Json = Record<string, unknown>;

describe('the role of the page', () => {
  interface Statement {
    readonly Sid: string;
    readonly Action: string | string[];
    readonly Resource: unknown;
  }
  const statementsWith = (settings: Record<string, unknown>) => {
    const { policies } = roleOf(synthesize(settings).template, 'PageRole');
    const documents = policies.map(({ PolicyDocument }) => PolicyDocument as { Statement: Statement[] });
    return documents
      .flatMap(({ Statement }) => Statement)
      .map(({ Sid, Action, Resource }) => ({
        Sid,
        actions: [Action].flat(),
        on: [Resource].flat().map((one) => textOf(one).replaceAll(/(?<=[a-z])[\dA-F]{8}/g, '')),
      }));
  };
  const arn = (service: string, name: string) => `arn:AWS::Partition:${service}:AWS::Region:AWS::AccountId:${name}`;

  // The changes of pageIssuer and pageSetAside show what else it may
  test.each<[string, Record<string, unknown>, Json[]]>([
    [
      'the archive if there is one',
      { archive: 'on' },
      [
        {
          Sid: 'QueryArchive',
          actions: ['athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StartQueryExecution'],
          on: [arn('athena', 'workgroup/ArchiveCatalogWorkGroup')],
        },
        {
          Sid: 'ReadSchema',
          actions: ['glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
          on: ['catalog', 'database/smsreceipts', 'table/smsreceipts/messages', 'table/smsreceipts/versions'].map(
            (name) => arn('glue', name),
          ),
        },
        { Sid: 'FindBucket', actions: ['s3:GetBucketLocation', 's3:ListBucket'], on: ['ArchiveStoreBucket.Arn'] },
        { Sid: 'ReadVersions', actions: ['s3:GetObject'], on: ['ArchiveStoreBucket.Arn/versions/*'] },
        {
          Sid: 'KeepResults',
          actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
          on: ['ArchiveStoreBucket.Arn/results/*'],
        },
      ],
    ],
    [
      'with a key: to decrypt what the tables and the secret have',
      CHANGES.kmsKeyArn.to,
      [
        { Sid: 'UseKeyOfTables', actions: ['kms:Decrypt', 'kms:DescribeKey'], on: [CHANGES.kmsKeyArn.to.kmsKeyArn] },
        { Sid: 'UseKeyOfSecret', actions: ['kms:Decrypt'], on: [CHANGES.kmsKeyArn.to.kmsKeyArn] },
      ],
    ],
  ])('also reads %s, and nothing else', (_, settings, added) => {
    const before = statementsWith(PAGE);
    const after = statementsWith({ ...PAGE, ...settings });
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toHaveLength(before.length + added.length);
    expect(after).toEqual(expect.arrayContaining(added));
  });
});

test('the page is only at its domain if it has one', () => {
  const { template } = synthesize(PAGE_AT_DOMAIN);
  expect(resource(template, 'AWS::ApiGatewayV2::Api', 'Page').Properties.DisableExecuteApiEndpoint).toBe(true);
  expect(variablesOf(template, 'Page').PAGE_URL).toBe('https://sms.example.com');
});

test('the page knows the country of numbers without country code', () => {
  const { template } = synthesize({ ...PAGE, defaultCountry: 'PH' });
  expect(variablesOf(template, 'Page').PAGE_DEFAULT_COUNTRY).toBe('PH');
});

test('in a small account the page has no executions of its own, which AWS would refuse', () => {
  const { Properties } = resource(
    synthesize({ ...PAGE, accountConcurrency: 10 }).template,
    'AWS::Lambda::Function',
    'Page',
  );
  expect(Properties.ReservedConcurrentExecutions).toBeUndefined();
});

test('a user pool of another app can sign people in', () => {
  const stack = newStack();
  const pool = new UserPool(stack, 'Pool');
  const { userPoolClientId: clientId } = pool.addClient('Page');
  const page = { issuer: pool.userPoolProviderUrl, clientId, allowedGroups: ['sms'] };
  addOutputs(receiver(stack, 'Receipts', { page }));
  const { PAGE_ISSUER, PAGE_CLIENT_ID } = variablesOf(Template.fromStack(stack), 'ReceiptsPage');
  expect(PAGE_ISSUER).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Pool/), 'ProviderURL'] });
  expect(PAGE_CLIENT_ID).toEqual({ Ref: expect.stringMatching(/^PoolPage/) });
});
