// Where this is loaded into a CDK app, it changes what the emulator does not take, once the app has written its templates:
// an alarm on metric math becomes an alarm on the first of its metrics, and the alias moves without CodeDeploy. Saved queries of
// Athena and of the logs are left out, and the custom resource that empties a bucket, which never ends. Everything else is deployed as it is.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The CDK command sets it for the app. */
const { CDK_OUTDIR } = process.env;

const LEFT_OUT = ['AWS::Athena::NamedQuery', 'AWS::Logs::QueryDefinition', 'Custom::S3AutoDeleteObjects'];

process.on('exit', () => {
  if (CDK_OUTDIR === undefined || !existsSync(CDK_OUTDIR)) return;
  for (const name of readdirSync(CDK_OUTDIR).filter((file) => file.endsWith('.template.json'))) {
    const path = join(CDK_OUTDIR, name);
    const template = JSON.parse(readFileSync(path, 'utf8'));
    for (const [id, resource] of Object.entries(template.Resources ?? {})) {
      if (resource.Type.startsWith('AWS::CodeDeploy::') || LEFT_OUT.includes(resource.Type))
        delete template.Resources[id];
      if (resource.UpdatePolicy?.CodeDeployLambdaAliasUpdate !== undefined) delete resource.UpdatePolicy;
      if (resource.Type === 'AWS::CloudWatch::Alarm') withoutMetricMath(resource.Properties);
    }
    writeFileSync(path, JSON.stringify(template, null, 1));
  }
});

function withoutMetricMath(alarm) {
  if (alarm.Metrics === undefined) return;
  const { Metric, Period, Stat } = alarm.Metrics.find(({ MetricStat }) => MetricStat !== undefined).MetricStat;
  delete alarm.Metrics;
  Object.assign(alarm, { ...Metric, Period, Statistic: Stat });
}
