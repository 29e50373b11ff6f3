import { describe, expect, test } from '@jest/globals';
import { EVERY_ALARM } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { alarmsOf, logicalId, resource } from '../support/template.ts';

const { template } = synthesize(EVERY_ALARM);
const alarm = (name: string, settings: Record<string, unknown> = EVERY_ALARM) =>
  alarmsOf(synthesize(settings).template).get(name);

test('the alarms that come with settings match those of the last commit', () => {
  const defaults = alarmsOf(synthesize().template);
  expect([...alarmsOf(template)].flatMap(([name, made]) => (defaults.has(name) ? [] : [made]))).toMatchSnapshot();
});

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

test.each([
  ['silence', 'silenceAlarmMinutes'],
  ['slow-delivery', 'slowDeliveryMinutes'],
  ['low-delivery-rate', 'lowDeliveryPercent'],
  ['stalled-delivery', 'stalledDeliveryMinutes'],
  ['credit-insufficient', 'errorAlarms'],
  ['spend-too-high-USD', 'spendAlarm'],
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
  const evaluated = [...alarmsOf(template)].map(([name, properties]) => [
    name,
    properties.EvaluateLowSampleCountPercentile ?? 'evaluate',
  ]);
  expect(evaluated.filter(([, value]) => value === 'ignore')).toEqual([['slow-delivery', 'ignore']]);
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

test('the names of alarms begin with the name of the stack and their severity', () => {
  const names = [...alarmsOf(synthesize({ stackName: 'Trial' }).template).values()].map(({ AlarmName }) => AlarmName);
  expect(names.filter((name) => !/^Trial-(page|ticket)-[a-z]/.test(name))).toEqual([]);
});

test('alarms that can wait notify a topic of their own if one is set', () => {
  const ticketTopicArn = 'arn:aws:sns:eu-west-1:123456789012:tickets';
  const { template: made } = synthesize({ ticketTopicArn });
  const topic = { Ref: logicalId(made, 'AWS::SNS::Topic') };
  for (const { AlarmName, AlarmActions, OKActions } of alarmsOf(made).values()) {
    const expected = [AlarmName.startsWith('SmsReceipts-page-') ? topic : ticketTopicArn];
    expect({ AlarmName, AlarmActions, OKActions }).toEqual({ AlarmName, AlarmActions: expected, OKActions: expected });
  }
});
