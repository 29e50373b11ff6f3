import { describe, expect, test } from '@jest/globals';
import { pauseSeconds } from '../../../lambda/redrive/pause.ts';
import { type MetricSeries, minutesInAlarm } from '../support/alarm-states.ts';
import { arnOf } from '../support/functions.ts';
import { synthesize } from '../support/synthesize.ts';
import { logicalId, resource } from '../support/template.ts';

const OUTAGE_HOURS = 10;
const SECONDS_PER_HOUR = 3600;
const FOURTEEN_DAYS = 14 * 24 * SECONDS_PER_HOUR;

const { template } = synthesize();
const queueIs = (prefix: string) => resource(template, 'AWS::SQS::Queue', prefix);
const { VisibilityTimeout, RedrivePolicy } = queueIs('FallbackQueue').Properties as {
  VisibilityTimeout: number;
  RedrivePolicy: { deadLetterTargetArn: unknown; maxReceiveCount: number };
};

/** The pauses of a body that fails at each receive, in seconds. */
function pausesOf(random: number): number {
  const receives = Array.from({ length: RedrivePolicy.maxReceiveCount }, (_, at) => at + 1);
  return receives.reduce((sum, receive) => sum + pauseSeconds(receive, random), 0);
}

test('a received body is hidden for six times the time-out of the function', () => {
  const { Timeout } = resource(template, 'AWS::Lambda::Function', 'Redrive').Properties;
  expect(VisibilityTimeout).toBe(6 * (Timeout as number));
});

test(`an outage of ${OUTAGE_HOURS} hours ends before the first body goes to the dead-letter queue`, () => {
  expect(pausesOf(0) / SECONDS_PER_HOUR).toBeGreaterThan(OUTAGE_HOURS);
  expect((VisibilityTimeout * RedrivePolicy.maxReceiveCount) / SECONDS_PER_HOUR).toBeGreaterThan(OUTAGE_HOURS);
});

test('no pause is longer than the visibility time-out', () => {
  expect(pauseSeconds(RedrivePolicy.maxReceiveCount, 1)).toBe(VisibilityTimeout);
});

test('a body goes to the dead-letter queue long before SQS would delete it', () => {
  expect(RedrivePolicy.deadLetterTargetArn).toEqual(
    arnOf(logicalId(template, 'AWS::SQS::Queue', 'FallbackDeadLetters')),
  );
  expect(VisibilityTimeout * RedrivePolicy.maxReceiveCount).toBeLessThan(FOURTEEN_DAYS / 2);
});

test.each([
  [{}, 20],
  [{ warmWriteUnits: 12_000 }, 60],
  [{ warmWriteUnits: '200000' }, 100],
  [{ warmWriteUnits: '12000', redriveConcurrency: '25' }, 25],
])('with %j the redrive has at most %i concurrent executions', (settings, MaximumConcurrency) => {
  const source = resource(synthesize(settings).template, 'AWS::Lambda::EventSourceMapping');
  expect(source.Properties.ScalingConfig).toEqual({ MaximumConcurrency });
});

const minutesBetweenTries = VisibilityTimeout / 60;
const alarm = (name: string) => resource(template, 'AWS::CloudWatch::Alarm', `Alarms${name}`).Properties;
const minutes = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

/** What SQS reports about a receipt that is queued in minute 0 and waits until the end, in each minute of an hour more. */
function reportsOf({ end, isTried }: { readonly end: number; readonly isTried: boolean }): MetricSeries {
  const all = minutes(0, end + 60);
  const tries = (minute: number) => (isTried ? Math.floor(minute / minutesBetweenTries) + 1 : 0);
  const waits = (minute: number) => minute < end;
  return {
    ApproximateNumberOfMessagesVisible: all.map((minute) => (waits(minute) && !isTried ? 1 : 0)),
    ApproximateNumberOfMessagesNotVisible: all.map((minute) => (waits(minute) && isTried ? 1 : undefined)),
    ApproximateAgeOfOldestMessage: all.map((minute) => (waits(minute) && tries(minute) < 3 ? minute * 60 : undefined)),
  };
}

describe('an outage of DynamoDB for 9 hours', () => {
  const end = 9 * 60;
  const reports = reportsOf({ end, isTried: true });

  test('keeps the alarm on the queue on, from its tenth minute to its end', () => {
    expect(minutesInAlarm(alarm('fallbackqueuenotempty'), reports)).toEqual(minutes(9, end));
  });

  test('turns the alarm on the age on for a minute only, because SQS no longer reports the age', () => {
    expect(minutesInAlarm(alarm('oldestqueuedreceipttooold'), reports)).toEqual([5]);
  });
});

describe('a redrive that does not run for 2 days', () => {
  const end = 2 * 24 * 60;
  const reports = reportsOf({ end, isTried: false });

  test.each([
    ['oldestqueuedreceipttooold', 5],
    ['fallbackqueuenotempty', 9],
  ])('keeps the alarm %s on from its minute %i to its end', (name, from) => {
    expect(minutesInAlarm(alarm(name), reports)).toEqual(minutes(from, end));
  });
});

test('a burst that the redrive empties in 9 minutes turns no alarm on the queue on', () => {
  const reports = reportsOf({ end: 9, isTried: true });
  expect(minutesInAlarm(alarm('fallbackqueuenotempty'), reports)).toEqual([]);
});
