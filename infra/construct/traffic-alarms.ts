import { Duration } from 'aws-cdk-lib';
import type { Alarms } from './alarms.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';

const FIVE_MINUTES = { period: Duration.minutes(5) };
/** The vendor posts a refused receipt five times in all. */
const POSTS_OF_A_REFUSED_RECEIPT = 5;

export interface TrafficAlarmsProps {
  /** Whether some source addresses are refused. */
  readonly sourcesAreLimited: boolean;
  /** Time without a recorded receipt, in whole minutes; undefined for no such alarm. */
  readonly silence: Duration | undefined;
}

/** Watches what is posted, rather than what it is posted to. */
export function addTrafficAlarms(
  alarms: Alarms,
  metrics: ReceiptMetrics,
  { sourcesAreLimited, silence }: TrafficAlarmsProps,
): void {
  alarms.add({
    name: 'unauthenticated-requests',
    impact:
      "Requests come with a wrong token. If they are the vendor's, every receipt is lost after 131 seconds, for it is kept nowhere.",
    metric: metrics.requests('unauthenticated', FIVE_MINUTES),
    when: { atLeast: POSTS_OF_A_REFUSED_RECEIPT },
  });
  if (sourcesAreLimited) {
    alarms.add({
      name: 'refused-sources',
      impact:
        'Requests come from addresses that are not in the configured list. If the vendor has new ones, every receipt from them is lost after 131 seconds, for it is kept nowhere.',
      metric: metrics.requests('source_refused', FIVE_MINUTES),
      when: { atLeast: POSTS_OF_A_REFUSED_RECEIPT },
    });
  }
  alarms.add({
    name: 'invalid-receipts',
    impact:
      'Bodies come that are not valid delivery receipts. They are in the set-aside table; their messages have no item, or an old one.',
    metric: metrics.requests('invalid', FIVE_MINUTES),
    when: { atLeast: 2 * POSTS_OF_A_REFUSED_RECEIPT },
  });
  if (silence !== undefined) {
    const minutes = silence.toMinutes();
    alarms.add({
      name: 'silence',
      impact: `No receipt was recorded for ${minutes} minutes. The account may no longer be wired to this stack: its receipts are being lost.`,
      metric: metrics.receipts({ period: Duration.minutes(1) }),
      when: { lessThan: 1 },
      periods: minutes,
    });
  }
}
