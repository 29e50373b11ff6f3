import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { EVERY_ALARM } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { logicalId, resource } from '../support/template.ts';

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  /** Instead of a single metric, if the alarm computes a value. */
  readonly Metrics?: readonly { readonly MetricStat?: unknown }[];
  readonly [property: string]: unknown;
}

function alarmsOf(template: Template): AlarmProperties[] {
  return Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
}
const COST = readFileSync(join(import.meta.dirname, '../../../docs/security-and-cost.md'), 'utf8');
const { template } = synthesize(EVERY_ALARM);
const alarm = (name: string, settings: Record<string, unknown> = EVERY_ALARM) =>
  alarmsOf(synthesize(settings).template).find(({ AlarmName }) => AlarmName === `SmsReceipts-${name}`);

test('the alarms that come with settings match those of the last commit', () => {
  const names = alarmsOf(synthesize().template).map(({ AlarmName }) => AlarmName);
  expect(alarmsOf(template).filter(({ AlarmName }) => !names.includes(AlarmName))).toMatchSnapshot();
});

test('the page about cost says how many alarms there are, and how many metrics they watch', () => {
  const [defaults, all] = [{}, EVERY_ALARM].map((settings) => {
    const alarms = alarmsOf(synthesize(settings).template);
    const watched = alarms.flatMap(({ Metrics = [{ MetricStat: {} }] }) =>
      Metrics.filter(({ MetricStat }) => MetricStat),
    );
    return { alarms: alarms.length, watched: watched.length };
  });
  expect(COST).toContain(
    `${defaults?.watched} by the ${defaults?.alarms} alarms of the defaults and ${all?.watched} by all ${all?.alarms}`,
  );
});

test('missing data is good, except for the alarms on what must happen', () => {
  const missing = alarmsOf(template).map(({ AlarmName, TreatMissingData }) => [AlarmName, TreatMissingData]);
  const {
    'SmsReceipts-silence': silence,
    'SmsReceipts-reconcile-not-run': notRun,
    'SmsReceipts-certificate-expires': expires,
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

test.each([
  ['silence', 'silenceAlarmMinutes'],
  ['slow-delivery', 'slowDeliveryMinutes'],
  ['refused-sources', 'allowedSources'],
  ['certificate-expires', 'domainName'],
])('there is no alarm %s without the setting %s', (name) => {
  expect(alarm(name, {})).toBeUndefined();
});

describe('silence', () => {
  test('goes off after the minutes that are set', () => {
    expect(alarm('silence', { silenceAlarmMinutes: '5' })).toMatchObject({ EvaluationPeriods: 5, Period: 60 });
  });
});

test('slow delivery skips periods with too few messages for a percentile', () => {
  const evaluated = alarmsOf(template).map((properties) => [
    properties.AlarmName,
    properties.EvaluateLowSampleCountPercentile ?? 'evaluate',
  ]);
  expect(evaluated.filter(([, value]) => value === 'ignore')).toEqual([['SmsReceipts-slow-delivery', 'ignore']]);
});

test('the threshold of requests-near-throttle follows the throttle that is set', () => {
  expect(alarm('requests-near-throttle', { throttleRate: '50' })?.Threshold).toBe(0.8 * 50 * 60);
});

test.each([
  [{}, 800],
  [{ accountConcurrency: '10' }, 8],
])('with %j the alarm on the concurrency of the account goes off at %i', (settings, threshold) => {
  expect(alarm('account-concurrency-near-quota', settings)).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'ClaimedAccountConcurrency',
    Threshold: threshold,
  });
});

test.each([
  ['throttled requests', 'EndpointAccessLogThrottled', '429', 'throttled'],
  ['requests without a route', 'EndpointAccessLogNoRoute', '404', 'noRoute'],
])('%s are counted in the access log', (_, filter, status, MetricName) => {
  expect(resource(template, 'AWS::Logs::MetricFilter', filter).Properties).toMatchObject({
    LogGroupName: { Ref: logicalId(template, 'AWS::Logs::LogGroup', 'EndpointAccessLog') },
    FilterPattern: `{ $.status = "${status}" }`,
    MetricTransformations: [{ MetricNamespace: 'SmsReceipts', MetricName, MetricValue: '1' }],
  });
});

test('the names of alarms begin with the name of the stack', () => {
  const names = alarmsOf(synthesize({ stackName: 'Trial' }).template).map(({ AlarmName }) => AlarmName);
  expect(names.every((name) => name.startsWith('Trial-'))).toBe(true);
  expect(alarm('invalid-receipts', { stackName: 'Trial' })).toBeUndefined();
});
