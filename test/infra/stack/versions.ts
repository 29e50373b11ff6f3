import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  readPublishEnvironment,
  readReceiveEnvironment,
  readReconcileEnvironment,
  readRedriveEnvironment,
} from '../../../lambda/environment.ts';
import { deployed, type Variables, variablesOf } from '../support/functions.ts';
import { synthesize } from '../support/synthesize.ts';
import type { Resource } from '../support/template.ts';

const ALL = { events: 'new', reconcileSubAccounts: 'Acme_1' };
const { template } = synthesize(ALL);

const READERS = {
  Receive: readReceiveEnvironment,
  Redrive: readRedriveEnvironment,
  EventsPublish: readPublishEnvironment,
  Reconcile: readReconcileEnvironment,
};

// CloudFormation changes the code and the configuration of a function one after the other, and an alias can go back
describe.each(['first', 'second'])('the environment of the %s release', (release) => {
  const path = join(import.meta.dirname, `../../fixtures/${release}-release.template.json`);
  const { Resources }: { Resources: Record<string, Resource> } = JSON.parse(readFileSync(path, 'utf8'));
  const functions = Object.entries(READERS).flatMap(([name, read]) => {
    const isIt = ([id, { Type }]: [string, Resource]) => Type === 'AWS::Lambda::Function' && id.startsWith(name);
    const [, made] = Object.entries(Resources).find(isIt) ?? [];
    if (made === undefined) return [];
    const { Variables: variables } = made.Properties.Environment as { Variables: Variables };
    return [{ name, read, variables }];
  });

  test.each(functions)(
    'starts the new function $name, and all of it is in the new one, for the function of the release',
    ({ name, read, variables }) => {
      expect(() => read(deployed(variables))).not.toThrow();
      const now = variablesOf(template, name);
      // The function of the release reads what it read before: the same texts, and numbers, whose defaults may change. AWS knows the rest
      const kindIn = (values: Variables) => (variable: string) => {
        const value = values[variable];
        if (typeof value !== 'string') return variable;
        return /^\d+$/.test(value) ? 'a number' : value;
      };
      const names = Object.keys(variables);
      expect(names.filter((variable) => !(variable in now))).toEqual([]);
      expect(names.map(kindIn(now))).toEqual(names.map(kindIn(variables)));
    },
  );
});
