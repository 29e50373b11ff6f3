import { expect, test } from '@jest/globals';
import { pauseSeconds } from '../../../lambda/redrive/pause.ts';
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
  [{ warmWriteUnits: '12000' }, 60],
  [{ warmWriteUnits: '200000' }, 100],
  [{ warmWriteUnits: '12000', redriveConcurrency: '25' }, 25],
])('with %j the redrive has at most %i concurrent executions', (settings, MaximumConcurrency) => {
  const source = resource(synthesize(settings).template, 'AWS::Lambda::EventSourceMapping');
  expect(source.Properties.ScalingConfig).toEqual({ MaximumConcurrency });
});
