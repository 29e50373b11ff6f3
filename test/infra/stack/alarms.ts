import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { EVERY_ALARM } from '../support/every-alarm.ts';
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

const ref = (type: string, prefix: string) => ({ Ref: logicalId(template, type, prefix) });
const nameOf = (queue: string) => ({ 'Fn::GetAtt': [logicalId(template, 'AWS::SQS::Queue', queue), 'QueueName'] });
const queue = (name: string) => [{ Name: 'QueueName', Value: nameOf(name) }];
const ofFunction = (name: string) => [{ Name: 'FunctionName', Value: ref('AWS::Lambda::Function', name) }];
const stage = [
  { Name: 'ApiId', Value: ref('AWS::ApiGatewayV2::Api', '') },
  { Name: 'Stage', Value: '$default' },
];
const outcome = (value: string) => [{ Name: 'outcome', Value: value }];
const high = (Threshold: number) => ({ ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold });
const over = (EvaluationPeriods: number, DatapointsToAlarm: number, Period: number) => ({
  EvaluationPeriods,
  DatapointsToAlarm,
  Period,
});

describe('the condition of each alarm', () => {
  test.each<[name: string, properties: object]>([
    [
      'event-dead-letter-queue-not-empty',
      {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: queue('EventsDeadLetters'),
        Statistic: 'Maximum',
        ...high(1),
        ...over(1, 1, 60),
      },
    ],
    [
      'events-delayed',
      {
        Namespace: 'AWS/Lambda',
        MetricName: 'IteratorAge',
        Dimensions: ofFunction('EventsPublish'),
        Statistic: 'Maximum',
        ...high(300_000),
        ...over(1, 1, 60),
      },
    ],
    [
      'dead-letter-queue-not-empty',
      {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: queue('FallbackDeadLetters'),
        Statistic: 'Maximum',
        ...high(1),
        ...over(1, 1, 60),
      },
    ],
    [
      'oldest-queued-receipt-too-old',
      {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateAgeOfOldestMessage',
        Dimensions: queue('FallbackQueue'),
        Statistic: 'Maximum',
        ...high(300),
        ...over(1, 1, 60),
      },
    ],
    [
      'server-errors',
      {
        Namespace: 'AWS/ApiGateway',
        MetricName: '5xx',
        Dimensions: stage,
        Statistic: 'Sum',
        ...high(1),
        ...over(3, 2, 60),
      },
    ],
    [
      'slow-answers',
      {
        Namespace: 'AWS/ApiGateway',
        MetricName: 'Latency',
        Dimensions: stage,
        ExtendedStatistic: 'p99',
        ...high(3000),
        ...over(3, 3, 300),
      },
    ],
    [
      'throttled-requests',
      { Namespace: 'SmsReceipts', MetricName: 'throttled', Statistic: 'Sum', ...high(1), ...over(3, 2, 60) },
    ],
    [
      'receive-function-errors',
      {
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: ofFunction('Receive'),
        Statistic: 'Sum',
        ...high(1),
        ...over(1, 1, 60),
      },
    ],
    [
      'receive-function-throttled',
      {
        Namespace: 'AWS/Lambda',
        MetricName: 'Throttles',
        Dimensions: ofFunction('Receive'),
        Statistic: 'Sum',
        ...high(1),
        ...over(3, 2, 60),
      },
    ],
    [
      'redrive-function-errors',
      {
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: ofFunction('Redrive'),
        Statistic: 'Sum',
        ...high(1),
        ...over(3, 2, 300),
      },
    ],
    [
      'unauthenticated-requests',
      {
        Namespace: 'SmsReceipts',
        MetricName: 'requests',
        Dimensions: outcome('unauthenticated'),
        Statistic: 'Sum',
        ...high(3),
        ...over(1, 1, 300),
      },
    ],
    [
      'refused-sources',
      {
        Namespace: 'SmsReceipts',
        MetricName: 'requests',
        Dimensions: outcome('source_refused'),
        Statistic: 'Sum',
        ...high(3),
        ...over(1, 1, 300),
      },
    ],
    [
      'invalid-receipts',
      {
        Namespace: 'SmsReceipts',
        MetricName: 'requests',
        Dimensions: outcome('invalid'),
        Statistic: 'Sum',
        ...high(2),
        ...over(1, 1, 300),
      },
    ],
    [
      'requests-near-throttle',
      {
        Namespace: 'AWS/ApiGateway',
        MetricName: 'Count',
        Dimensions: stage,
        Statistic: 'Sum',
        ...high(480_000),
        ...over(1, 1, 60),
      },
    ],
    [
      'too-large-bodies',
      {
        Namespace: 'SmsReceipts',
        MetricName: 'requests',
        Dimensions: outcome('too_large'),
        Statistic: 'Sum',
        ...high(1),
        ...over(1, 1, 300),
      },
    ],
    [
      'unsupported-content-types',
      {
        Namespace: 'SmsReceipts',
        MetricName: 'requests',
        Dimensions: outcome('unsupported_content_type'),
        Statistic: 'Sum',
        ...high(1),
        ...over(1, 1, 300),
      },
    ],
    [
      'not-storable',
      {
        Namespace: 'SmsReceipts',
        MetricName: 'requests',
        Dimensions: outcome('not_storable'),
        Statistic: 'Sum',
        ...high(1),
        ...over(1, 1, 300),
      },
    ],
    [
      'unknown-format',
      {
        Namespace: 'SmsReceipts',
        MetricName: 'unknownFormat',
        Statistic: 'Sum',
        ...high(1),
        ...over(1, 1, 300),
      },
    ],
    [
      'mostly-set-aside',
      {
        Metrics: [
          expect.objectContaining({ Expression: 'setAside / (setAside + receipts)' }),
          ...['setAside', 'receipts'].map((MetricName) =>
            expect.objectContaining({
              MetricStat: { Metric: { Namespace: 'SmsReceipts', MetricName }, Period: 3600, Stat: 'Sum' },
            }),
          ),
        ],
        ...high(0.5),
        EvaluationPeriods: 1,
        DatapointsToAlarm: 1,
      },
    ],
    [
      'slow-delivery',
      {
        Namespace: 'SmsReceipts',
        MetricName: 'deliveryMs',
        ExtendedStatistic: 'p90',
        ...high(600_000),
        ...over(1, 1, 900),
      },
    ],
    [
      'silence',
      {
        Namespace: 'SmsReceipts',
        MetricName: 'receipts',
        Statistic: 'Sum',
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        ...over(60, 60, 60),
      },
    ],
    [
      'reconcile-failed',
      {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Statistic: 'Maximum',
        ...high(1),
        ...over(1, 1, 60),
      },
    ],
    [
      'reconcile-not-run',
      {
        Namespace: 'SmsReceipts',
        MetricName: 'reconciledRows',
        Statistic: 'SampleCount',
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        ...over(2, 2, 86_400),
      },
    ],
    ['receipts-missing', { ComparisonOperator: 'GreaterThanThreshold', Threshold: 0.01, EvaluationPeriods: 1 }],
  ])('%s', (name, properties) => {
    expect(alarm(name)).toMatchObject(properties);
  });

  test('there are no other alarms', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', 24);
  });
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
    ...others
  } = Object.fromEntries(missing);
  expect([silence, notRun]).toEqual(['breaching', 'breaching']);
  expect(new Set(Object.values(others))).toEqual(new Set(['notBreaching']));
});

test('the alarm on the oldest receipt goes off before the third receive, when SQS stops counting the receipt in the age', () => {
  const { VisibilityTimeout } = resource(template, 'AWS::SQS::Queue', 'FallbackQueue').Properties;
  const threshold = alarm('oldest-queued-receipt-too-old')?.Threshold;
  expect(threshold).toBeGreaterThan(VisibilityTimeout as number);
  expect(threshold).toBeLessThan(2 * (VisibilityTimeout as number));
});

test.each([
  ['silence', 'silenceAlarmMinutes'],
  ['slow-delivery', 'slowDeliveryMinutes'],
  ['refused-sources', 'allowedSources'],
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

describe('throttled requests', () => {
  test('are counted in the access log', () => {
    expect(resource(template, 'AWS::Logs::MetricFilter').Properties).toMatchObject({
      LogGroupName: ref('AWS::Logs::LogGroup', 'EndpointAccessLog'),
      FilterPattern: '{ $.status = "429" }',
      MetricTransformations: [{ MetricNamespace: 'SmsReceipts', MetricName: 'throttled', MetricValue: '1' }],
    });
  });
});

test('the names of alarms begin with the name of the stack', () => {
  const names = alarmsOf(synthesize({ stackName: 'Trial' }).template).map(({ AlarmName }) => AlarmName);
  expect(names.every((name) => name.startsWith('Trial-'))).toBe(true);
  expect(alarm('invalid-receipts', { stackName: 'Trial' })).toBeUndefined();
});
