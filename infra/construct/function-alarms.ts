import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { RETRIES_END_S } from '../../eight-by-eight/posting.ts';
import type { Alarms } from './alarms.ts';

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
