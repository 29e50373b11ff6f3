import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { RETRIES_END_S } from '../../eight-by-eight/posting.ts';
import type { Alarms } from './alarms.ts';
import type { Probe } from './probe.ts';

export function addProbeAlarms(alarms: Alarms, { function: probe, every }: Probe): void {
  alarms.add({
    name: 'probe-failed',
    severity: 'page',
    happens: 'Test receipts that are posted to the public address are not recorded.',
    harm: `everybody who looks up a message. What stops a test receipt stops those of the vendor, too, which gives them up after ${RETRIES_END_S} seconds.`,
    firstStep: 'run "npx receipts check", and read the error in the log of the probe.',
    metric: probe.metricErrors({ statistic: Stats.SUM, period: every }),
    when: { atLeast: 1 },
    // The first probe after a change of the token may fail. A period may have no probe, and the next one two
    periods: 3,
    datapointsToAlarm: 2,
  });
}
