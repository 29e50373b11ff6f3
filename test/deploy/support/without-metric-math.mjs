// The emulator has no alarms on metric math. Where this is loaded into a CDK app, each of them becomes an alarm on the
// first of its metrics, once the app has written its templates. Everything else is deployed as it is.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The CDK command sets it for the app. */
const { CDK_OUTDIR } = process.env;

process.on('exit', () => {
  if (CDK_OUTDIR === undefined || !existsSync(CDK_OUTDIR)) return;
  for (const name of readdirSync(CDK_OUTDIR).filter((file) => file.endsWith('.template.json'))) {
    const path = join(CDK_OUTDIR, name);
    const template = JSON.parse(readFileSync(path, 'utf8'));
    for (const { Type, Properties } of Object.values(template.Resources ?? {})) {
      if (Type !== 'AWS::CloudWatch::Alarm' || Properties.Metrics === undefined) continue;
      const { Metric, Period, Stat } = Properties.Metrics.find(({ MetricStat }) => MetricStat !== undefined).MetricStat;
      delete Properties.Metrics;
      Object.assign(Properties, { ...Metric, Period, Statistic: Stat });
    }
    writeFileSync(path, JSON.stringify(template, null, 1));
  }
});
