import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { RETRIES_END_S } from '../../eight-by-eight/posting.ts';
import { type Alarms, MAXIMUM_PER_MINUTE } from './alarms.ts';

const NEAR_QUOTA = 0.8;
const SUM_PER_MINUTE = { statistic: Stats.SUM, period: Duration.minutes(1) };

export function addReceiveFunctionAlarms(alarms: Alarms, receive: IFunction): void {
  alarms.add({
    name: 'receive-function-errors',
    severity: 'page',
    happens: 'The receive function crashes or runs out of time, which a healthy one never does.',
    harm: `everybody who looks up a message. The vendor gives up a receipt after ${RETRIES_END_S} seconds: receipts are at risk.`,
    firstStep: 'after a deployment, undo it. Otherwise find the error in the log of the function.',
    metric: receive.metricErrors(SUM_PER_MINUTE),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'receive-function-throttled',
    severity: 'page',
    happens: 'Lambda refuses to run the receive function, in two of three minutes: its concurrency is used up.',
    harm: `everybody who looks up a message. The vendor gives up a receipt after ${RETRIES_END_S} seconds: receipts are at risk.`,
    firstStep: "compare the executions at once on the dashboard with reservedConcurrency, or with the account's quota.",
    metric: receive.metricThrottles(SUM_PER_MINUTE),
    when: { atLeast: 1 },
    periods: 3,
    datapointsToAlarm: 2,
  });
}

/** @param concurrency - executions that AWS allows all functions of the account */
export function addAccountAlarms(alarms: Alarms, concurrency: number): void {
  alarms.add({
    name: 'account-concurrency-near-quota',
    severity: 'page',
    happens: `The functions of the account use over ${NEAR_QUOTA * 100} % of the concurrent executions that AWS allows, in two of three minutes.`,
    harm: 'everybody who looks up a message, once the quota is reached: Lambda then refuses the receive function, and receipts are at risk.',
    firstStep: 'find the function that uses them in CloudWatch > Metrics > Lambda.',
    metric: claimedConcurrency(MAXIMUM_PER_MINUTE),
    when: { atLeast: Math.ceil(NEAR_QUOTA * concurrency) },
    periods: 3,
    datapointsToAlarm: 2,
  });
}

/** Includes what functions have reserved: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html */
export function claimedConcurrency(options: MetricOptions): Metric {
  return new Metric({ namespace: 'AWS/Lambda', metricName: 'ClaimedAccountConcurrency', ...options });
}

export function addRedriveFunctionAlarms(alarms: Alarms, redrive: IFunction): void {
  alarms.add({
    name: 'redrive-function-errors',
    severity: 'ticket',
    happens: 'The redrive function crashes or runs out of time.',
    harm: 'everybody who looks up a message whose receipts wait in the fallback queue. After 20 hours they go to the dead-letter queue.',
    firstStep: 'after a deployment, undo it. Otherwise find the error in the log of the function.',
    metric: redrive.metricErrors({ statistic: Stats.SUM, period: Duration.minutes(5) }),
    when: { atLeast: 1 },
    periods: 3,
    datapointsToAlarm: 2,
  });
}
