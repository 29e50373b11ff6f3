import { describe, expect, test } from '@jest/globals';
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

test('there are two queues', () => {
  template.resourceCountIs('AWS::SQS::Queue', 2);
});

describe.each(['FallbackQueue', 'FallbackDeadLetters'])('%s', (prefix) => {
  test('keeps a body for 14 days, the most that SQS allows', () => {
    expect(queueIs(prefix).Properties.MessageRetentionPeriod).toBe(FOURTEEN_DAYS);
  });

  test('is encrypted at rest with keys of SQS', () => {
    expect(queueIs(prefix).Properties.SqsManagedSseEnabled).toBe(true);
  });

  test('refuses requests without TLS', () => {
    const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy')).map(({ Properties }) => Properties);
    const own = policies.filter(({ Queues }) => Queues[0].Ref === logicalId(template, 'AWS::SQS::Queue', prefix));
    expect(own).toMatchObject([
      {
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Deny',
              Action: 'sqs:*',
              Principal: { AWS: '*' },
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        },
      },
    ]);
  });

  test('is a standard queue, because order does not matter and a FIFO queue has a lower throughput', () => {
    expect(queueIs(prefix).Properties).not.toHaveProperty('FifoQueue');
  });

  test.each([
    ['retain', 'Retain'],
    ['destroy', 'Delete'],
  ])('with removal policy %s its deletion policy is %s', (removalPolicy, policy) => {
    const queue = resource(synthesize({ removalPolicy }).template, 'AWS::SQS::Queue', prefix);
    expect(queue).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: policy });
  });
});

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

test('the dead-letter queue has no redrive policy', () => {
  expect(queueIs('FallbackDeadLetters').Properties).not.toHaveProperty('RedrivePolicy');
});
