import { expect, test } from '@jest/globals';
import { synthesize } from '../support/synthesize.ts';
import { alarmsOf, resource } from '../support/template.ts';

const { template } = synthesize({ reconcileSubAccounts: 'Acme_1', reconcileMissingPercent: 7 });

test('the alarm on missing receipts names the share without rounding errors', () => {
  const { AlarmDescription } = alarmsOf(template).get('receipts-missing-Acme_1') ?? {};
  expect(AlarmDescription).toContain('More than 7 % of the messages');
});

test('a step of reconciling is hidden as long as it may run', () => {
  const { Timeout } = resource(template, 'AWS::Lambda::Function', 'ReconcileFunction').Properties;
  const { VisibilityTimeout } = resource(template, 'AWS::SQS::Queue', 'ReconcileSteps').Properties;
  expect(VisibilityTimeout).toBeGreaterThan(Timeout as number);
});
