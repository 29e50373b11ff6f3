import { describe, expect, test } from '@jest/globals';
import { type MetricSeries, minutesInAlarm } from '../support/alarm-states.ts';
import { synthesize } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

const { template } = synthesize();
const { VisibilityTimeout, RedrivePolicy } = resource(template, 'AWS::SQS::Queue', 'FallbackQueue').Properties as {
  VisibilityTimeout: number;
  RedrivePolicy: { maxReceiveCount: number };
};
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

  test('ends before the receipt goes to the dead-letter queue', () => {
    expect(end).toBeLessThan(minutesBetweenTries * RedrivePolicy.maxReceiveCount);
  });

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
