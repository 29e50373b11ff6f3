import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { RETRIES_END_S } from '../../eight-by-eight/posting.ts';
import type { Alarms } from './alarms.ts';

const NEAR_QUOTA = 0.8;
const SUM_PER_MINUTE = { statistic: Stats.SUM, period: Duration.minutes(1) };

export function addReceiveFunctionAlarms(alarms: Alarms, receive: IFunction): void {
  alarms.add({
    name: 'receive-function-errors',
    impact: `The receiving function crashes or runs out of time, which a healthy one never does. The vendor gives up a receipt after ${RETRIES_END_S} seconds: receipts are at risk.`,
    metric: receive.metricErrors(SUM_PER_MINUTE),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'receive-function-throttled',
    impact: `Lambda refuses to run the receiving function: its concurrency is used up. The vendor gives up a receipt after ${RETRIES_END_S} seconds: receipts are at risk.`,
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
    impact: `The functions of the account use over ${NEAR_QUOTA * 100} % of the concurrent executions that AWS allows. Above the quota Lambda refuses the receiving function: receipts are at risk.`,
    // Includes what functions have reserved: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html
    metric: new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'ClaimedAccountConcurrency',
      statistic: Stats.MAXIMUM,
      period: Duration.minutes(1),
    }),
    when: { atLeast: Math.ceil(NEAR_QUOTA * concurrency) },
    periods: 3,
    datapointsToAlarm: 2,
  });
}

export function addRedriveFunctionAlarms(alarms: Alarms, redrive: IFunction): void {
  alarms.add({
    name: 'redrive-function-errors',
    impact:
      'The redrive function crashes or runs out of time. Receipts stay in the fallback queue, and go to the dead-letter queue after 20 hours.',
    metric: redrive.metricErrors({ statistic: Stats.SUM, period: Duration.minutes(5) }),
    when: { atLeast: 1 },
    periods: 3,
    datapointsToAlarm: 2,
  });
}
