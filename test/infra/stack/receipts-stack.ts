import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readable } from '../support/change.ts';
import { EVERY_SETTING } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

const { template, stack } = synthesize();

test('matches the template of the last commit', () => {
  expect(readable(template)).toMatchSnapshot();
});

test('has an output with the given settings, each as normalized text', () => {
  const { template: other } = synthesize({ stackName: 'Trial', retentionDays: 30, allowedSources: '8x8:na, 8x8:eu' });
  expect(other.findOutputs('Settings').Settings?.Value).toBe('{"allowedSources":"8x8:eu,8x8:na","retentionDays":"30"}');
});

test('deploys to the account and the Region of the caller', () => {
  expect(stack.environment).toBe('aws://unknown-account/unknown-region');
  // The condition compares the Region of the caller with those of a lower quota
  const { Conditions: _, ...others } = template.toJSON();
  expect(JSON.stringify(others)).not.toMatch(/[a-z]{2}-[a-z]+-\d|\d{12}/);
});

test.each([
  [{}, true],
  [{ removalPolicy: 'destroy' }, false],
])('with %j its protection from deletion is %s', (settings, isProtected) => {
  expect(synthesize(settings).stack.terminationProtection).toBe(isProtected);
});

test('only the resources that the runbook lists outlive a deleted stack', () => {
  const resources = synthesize({ ...EVERY_SETTING, removalPolicy: 'retain' }).template.toJSON().Resources;
  const kept = Object.entries(resources as Record<string, { Type: string; DeletionPolicy?: string }>)
    // A version goes with its function
    .filter(([, { Type, DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete' && Type !== 'AWS::Lambda::Version')
    .map(([logicalId]) => logicalId.replace(/\w{8}$/, ''));
  expect(kept.sort()).toEqual([
    'ArchiveDeadLetters',
    'ArchiveDeliveryLogStream',
    'ArchiveDeliveryLogs',
    'ArchiveLogs',
    'ArchiveStoreBucket',
    'EndpointAccessLog',
    'EventsDeadLetters',
    'EventsPublishLogs',
    'FallbackDeadLetters',
    'FallbackQueue',
    'PageEndpointAccessLog',
    'PageLogs',
    'ReceiveLogs',
    'ReconcileLogs',
    'RedriveLogs',
    'TablesReceipts',
    'TablesSetAside',
  ]);
  const runbook = readFileSync(join(import.meta.dirname, '../../../docs/runbook.md'), 'utf8');
  for (const name of kept) expect(runbook).toContain(`\`${name}\``);
});

test('with removal policy destroy, nothing outlives the stack', () => {
  const policies = Object.values(synthesize({ removalPolicy: 'destroy' }).template.toJSON().Resources).map(
    (resource) => (resource as { DeletionPolicy?: string }).DeletionPolicy ?? 'Delete',
  );
  expect(new Set(policies)).toEqual(new Set(['Delete']));
});

test.each([{}, { removalPolicy: 'destroy' }])(
  'with %j the token has 48 random letters and digits, and is deleted with the stack',
  (settings) => {
    const secret = resource(synthesize(settings).template, 'AWS::SecretsManager::Secret');
    // CloudFormation generates another token after any change here, and the vendor would still present the old one:
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
    expect(secret.Properties.GenerateSecretString).toEqual({ PasswordLength: 48, ExcludePunctuation: true });
    expect(secret.DeletionPolicy).toBe('Delete');
  },
);
