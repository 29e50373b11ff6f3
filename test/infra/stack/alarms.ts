import { expect, test } from '@jest/globals';
import { EVERY_ALARM } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { alarmsOf, resource } from '../support/template.ts';

const { template } = synthesize(EVERY_ALARM);
const alarm = (name: string, settings: Record<string, unknown> = EVERY_ALARM) =>
  alarmsOf(synthesize(settings).template).get(name);

test('missing data is good, except for the alarms on what must happen', () => {
  const missing = [...alarmsOf(template)].map(([name, { TreatMissingData }]) => [name, TreatMissingData]);
  const {
    silence,
    'reconcile-not-run': notRun,
    'certificate-expires': expires,
    ...others
  } = Object.fromEntries(missing);
  // Without a value the state stays, because ACM reports it once a day, until the certificate has expired
  expect([silence, notRun, expires]).toEqual(['breaching', 'breaching', 'ignore']);
  expect(new Set(Object.values(others))).toEqual(new Set(['notBreaching']));
});

test('the alarm on the oldest receipt goes off before the third receive, when SQS stops counting the receipt in the age', () => {
  const { VisibilityTimeout } = resource(template, 'AWS::SQS::Queue', 'FallbackQueue').Properties;
  const threshold = alarm('oldest-queued-receipt-too-old')?.Threshold;
  expect(threshold).toBeGreaterThan(VisibilityTimeout as number);
  expect(threshold).toBeLessThan(2 * (VisibilityTimeout as number));
});

test('an alarm on loss waits no longer than the retries of the vendor', () => {
  const minutes = (name: string) => (Number(alarm(name)?.EvaluationPeriods) * Number(alarm(name)?.Period)) / 60;
  // The vendor gives a receipt up after 131 seconds
  for (const name of ['server-errors', 'throttled-requests', 'receive-function-throttled', 'receive-function-errors'])
    expect(minutes(name)).toBeLessThanOrEqual(3);
});

test('the names of alarms begin with the name of the stack and their severity', () => {
  const names = [...alarmsOf(synthesize({ stackName: 'Everything' }).template).values()].map(
    ({ AlarmName }) => AlarmName,
  );
  expect(names.filter((name) => !/^Everything-(page|ticket)-[a-z]/.test(name))).toEqual([]);
});

test('a deployment watches the alarms on loss that go off within its five minutes', () => {
  const { AlarmConfiguration } = resource(template, 'AWS::CodeDeploy::DeploymentGroup').Properties;
  const { Alarms } = AlarmConfiguration as { Alarms: { Name: { Ref: string } }[] };
  const watched = Alarms.map(({ Name }) => resource(template, 'AWS::CloudWatch::Alarm', Name.Ref).Properties);
  expect(watched.map(({ AlarmName }) => AlarmName).sort()).toEqual([
    'SmsReceipts-page-receive-function-errors',
    'SmsReceipts-page-server-errors',
    'SmsReceipts-page-unauthenticated-requests',
  ]);
  for (const { Period, EvaluationPeriods } of watched)
    expect(Number(Period) * Number(EvaluationPeriods)).toBeLessThanOrEqual(300);
});
