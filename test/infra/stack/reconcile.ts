import { describe, expect, test } from '@jest/globals';
import { Duration, Stack } from 'aws-cdk-lib';
import { SmsReceipts } from '../../../infra/construct/sms-receipts.ts';
import { arnOf } from '../support/functions.ts';
import { bareApp, fakeBundles, synthesize } from '../support/synthesize.ts';
import { alarmsOf, logicalId, resource } from '../support/template.ts';

const { template } = synthesize({ reconcileSubAccounts: 'Acme_1, Acme_2' });
const deadLetters = logicalId(template, 'AWS::SQS::Queue', 'ReconcileDeadLetters');
const { Properties: reconcile } = resource(template, 'AWS::Lambda::Function', 'ReconcileFunction');

describe('reconciling on a schedule', () => {
  test('the alarm on missing receipts names the share without rounding errors', () => {
    const { template: other } = synthesize({ reconcileSubAccounts: 'Acme_1', reconcileMissingPercent: 7 });
    expect(alarmsOf(other).get('receipts-missing-Acme_1')?.AlarmDescription).toContain('More than 7 % of the messages');
  });

  test('takes one step per invocation, within the visibility time-out, and gives it up after three attempts', () => {
    expect(reconcile.Timeout).toBe(900);
    const { Properties } = resource(template, 'AWS::SQS::Queue', 'ReconcileSteps');
    expect(Properties.VisibilityTimeout).toBeGreaterThan(900);
    expect(Properties.RedrivePolicy).toEqual({ deadLetterTargetArn: arnOf(deadLetters), maxReceiveCount: 3 });
    const source = resource(template, 'AWS::Lambda::EventSourceMapping', 'ReconcileSource').Properties;
    expect(source).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  test.each([
    [{ subAccounts: [] }, /at least one sub-account/],
    [{ subAccounts: ['a', 'a'] }, /each once/],
    [{ subAccounts: ['a'], every: Duration.days(4) }, /reconcile\.every in hours is 96/],
    [{ subAccounts: ['a'], missingShare: 2 }, /missingShare is 2/],
    [{ subAccounts: ['a'], apiUrl: 'http://sms.8x8.com' }, /reconcile\.apiUrl is http:\/\/sms\.8x8\.com: must begin/],
  ])('%j is refused', (props, message) => {
    const stack = new Stack(bareApp(), 'Refused');
    expect(() => new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), reconcile: props })).toThrow(message);
  });

  test.each([
    [Duration.days(1), 3],
    [Duration.hours(25), 4],
    [Duration.days(3), 5],
  ])('every %s with a retention of %d days is refused', (every, days) => {
    const stack = new Stack(bareApp(), 'Refused');
    const props = { bundles: fakeBundles(), reconcile: { subAccounts: ['a'], every } };
    expect(() => new SmsReceipts(stack, 'Short', { ...props, retention: Duration.days(days) })).toThrow(
      `retention in days is ${days}: must be at least ${days + 1} with reconcile`,
    );
    expect(() => new SmsReceipts(stack, 'Long', { ...props, retention: Duration.days(days + 1) })).not.toThrow();
  });
});
