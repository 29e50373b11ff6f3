import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readReceiveEnvironment, readRedriveEnvironment } from '../../../lambda/environment.ts';
import { synthesize } from '../support/synthesize.ts';
import { logicalId, resource } from '../support/template.ts';

const ALL = { events: 'new', reconcileSubAccounts: 'Acme_1' };
const { template } = synthesize(ALL);

describe.each(['Receive', 'Redrive', 'EventsPublish', 'Reconcile'])('the alias of %s', (name) => {
  const functionId = logicalId(template, 'AWS::Lambda::Function', name);

  test('is live, and has the version of this deployment', () => {
    const versionId = logicalId(template, 'AWS::Lambda::Version', name);
    expect(resource(template, 'AWS::Lambda::Version', name).Properties.FunctionName).toEqual({ Ref: functionId });
    expect(resource(template, 'AWS::Lambda::Alias', name).Properties).toEqual({
      FunctionName: { Ref: functionId },
      FunctionVersion: { 'Fn::GetAtt': [versionId, 'Version'] },
      Name: 'live',
    });
  });

  test('can go back to an earlier version, unless everything is deleted with the stack', () => {
    const policies = [ALL, { ...ALL, removalPolicy: 'destroy' }].map(
      (settings) => resource(synthesize(settings).template, 'AWS::Lambda::Version', name).DeletionPolicy ?? 'Delete',
    );
    expect(policies).toEqual(['Retain', 'Delete']);
  });
});

describe('the environment of the first release', () => {
  const { Resources: before } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../fixtures/first-release.template.json'), 'utf8'),
  ) as { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };
  const variablesOf = ({ Environment }: Record<string, unknown>) =>
    (Environment as { Variables: Record<string, unknown> }).Variables;
  const texts = (variables: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : name]),
    );

  // CloudFormation changes the code and the configuration of a function one after the other
  test.each([
    ['Receive', readReceiveEnvironment],
    ['Redrive', readRedriveEnvironment],
  ])('still starts the function %s, and is part of the new one', (name, read) => {
    const [old] = Object.entries(before).filter(
      ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(name),
    );
    const variables = variablesOf(old?.[1].Properties ?? {});
    expect(() => read(texts(variables))).not.toThrow();
    const now = variablesOf(resource(template, 'AWS::Lambda::Function', name).Properties);
    expect(Object.keys(variables).filter((variable) => !(variable in now))).toEqual([]);
  });
});
