import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  readPublishEnvironment,
  readReceiveEnvironment,
  readReconcileEnvironment,
  readRedriveEnvironment,
} from '../../../lambda/environment.ts';
import { synthesize } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

const ALL = { events: 'new', reconcileSubAccounts: 'Acme_1' };
const { template } = synthesize(ALL);

interface OldFunction {
  readonly Type: string;
  readonly Properties: { readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> } };
}

// CloudFormation changes the code and the configuration of a function one after the other, and an alias can go back
describe.each(['first', 'second'])('the environment of the %s release', (release) => {
  const path = join(import.meta.dirname, `../../fixtures/${release}-release.template.json`);
  const before = Object.entries(
    (JSON.parse(readFileSync(path, 'utf8')) as { Resources: Record<string, OldFunction> }).Resources,
  ).filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
  const variablesOf = (name: string) =>
    before.find(([id]) => id.startsWith(name))?.[1].Properties.Environment.Variables;

  test.each(
    [
      ['Receive', readReceiveEnvironment],
      ['Redrive', readRedriveEnvironment],
      ['EventsPublish', readPublishEnvironment],
      ['Reconcile', readReconcileEnvironment],
    ].filter(([name]) => variablesOf(`${name}`) !== undefined) as [
      string,
      (variables: Record<string, string>) => object,
    ][],
  )('starts the new function %s, and all of it is in the new one, for the function of the release', (name, read) => {
    const variables = variablesOf(name) ?? {};
    const texts = Object.entries(variables).map(([key, value]) => [key, typeof value === 'string' ? value : key]);
    expect(() => read(Object.fromEntries(texts))).not.toThrow();
    const { Environment } = resource(template, 'AWS::Lambda::Function', name).Properties;
    const { Variables: now } = Environment as { Variables: Record<string, unknown> };
    // The function of the release reads what it read before: the same texts, and numbers, whose defaults may change. AWS knows the rest
    const kindIn = (values: Readonly<Record<string, unknown>>) => (variable: string) => {
      const value = values[variable];
      if (typeof value !== 'string') return variable;
      return /^\d+$/.test(value) ? 'a number' : value;
    };
    const names = Object.keys(variables);
    expect(names.filter((variable) => !(variable in now))).toEqual([]);
    expect(names.map(kindIn(now))).toEqual(names.map(kindIn(variables)));
  });
});
