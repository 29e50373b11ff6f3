import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { DEFAULTS } from '../../contract/defaults.ts';
import { DIMENSIONS } from '../../contract/metrics.ts';
import { type Alarms, MAXIMUM_PER_MINUTE } from './alarms.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';
import { DEFAULT_RECONCILE_EVERY, type ReconcileProps, type Reconciler } from './reconciler.ts';

const DEFAULT_MISSING_SHARE = DEFAULTS.reconcileMissingPercent / 100;

export function addReconcileAlarms(
  alarms: Alarms,
  { deadLetterQueue }: Reconciler,
  metrics: ReceiptMetrics,
  { subAccounts, every = DEFAULT_RECONCILE_EVERY, missingShare = DEFAULT_MISSING_SHARE }: ReconcileProps,
): void {
  const period = Duration.hours(every.toHours());
  alarms.add({
    name: 'reconcile-failed',
    severity: 'ticket',
    happens: "The table could not be compared with the vendor's log: a step failed three times.",
    harm: 'whoever looks up a message whose receipts were lost in this time: they stay lost until another run reads the message.',
    firstStep: 'find the reason in the log of the reconcile function.',
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(MAXIMUM_PER_MINUTE),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'reconcile-not-run',
    severity: 'ticket',
    happens: "The table was not compared with the vendor's log for two periods of the schedule.",
    harm: 'whoever looks up a message whose receipts were lost in this time: they stay lost until another run reads the message.',
    firstStep: 'look for failed steps in the log of the reconcile function. If it has no line, look at the schedules.',
    metric: metrics.metricReconciledRows({ statistic: Stats.SAMPLE_COUNT, period }),
    when: { lessThan: 1 },
    periods: 2,
  });
  alarms.add({
    name: 'reconcile-unreadable',
    severity: 'ticket',
    happens: "Some rows of the vendor's log cannot be read: the vendor may have changed its format.",
    harm: 'whoever looks up one of these messages, if its receipts were lost. The other rows are reconciled.',
    firstStep: 'find the first such row and its reason in the log of the reconcile function.',
    metric: metrics.metricReconciledUnreadable({ period }),
    when: { atLeast: 1 },
  });
  // Each on its own: in the sum, a small one that is not wired would not show
  for (const subAccountId of subAccounts) {
    const dimensionsMap = { [DIMENSIONS.subAccount]: subAccountId };
    alarms.add({
      name: 'receipts-missing',
      of: subAccountId,
      severity: 'page',
      happens: `More than ${Number((missingShare * 100).toFixed(4))} % of the messages of the sub-account ${subAccountId} in the vendor's log had no item. They have one now.`,
      harm: 'everybody who looks up a message of this sub-account: its receipts are being lost, and each message is a day late.',
      firstStep: 'run "npx receipts check" with the account: is the sub-account wired to this stack?',
      metric: new MathExpression({
        expression: 'IF(rows > 0, missing / rows, 0)',
        usingMetrics: {
          rows: metrics.metricReconciledRows({ dimensionsMap }),
          missing: metrics.metricReconciledMissing({ dimensionsMap }),
        },
        period,
      }),
      when: { above: missingShare },
    });
  }
}
