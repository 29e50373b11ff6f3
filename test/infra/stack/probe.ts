import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { readProbeEnvironment } from '../../../lambda/environment.ts';
import { arnOf, roleOf, statement } from '../support/functions.ts';
import { newStack, receiver } from '../support/receiver.ts';
import { PROBE } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { alarmsOf, logicalId, resource, withoutSettings } from '../support/template.ts';

const { template } = synthesize(PROBE);
const alias = { Ref: logicalId(template, 'AWS::Lambda::Alias', 'Probe') };
const secret = { Ref: logicalId(template, 'AWS::SecretsManager::Secret') };

test('without the setting, the template has no resources for a probe', () => {
  expect(JSON.stringify(withoutSettings(synthesize().template))).not.toMatch(/Probe|Scheduler/);
});

describe('the probe', () => {
  test('posts to the callback URL with the token, as often as is set', () => {
    const { Environment } = resource(template, 'AWS::Lambda::Function', 'Probe').Properties;
    const { Variables } = Environment as { Variables: Record<string, unknown> };
    expect(Variables.PROBE_URL).toEqual(template.findOutputs('CallbackUrl').CallbackUrl?.Value);
    expect(Variables.TOKEN_SECRET_ID).toEqual(secret);
    const names = Object.fromEntries(Object.keys(Variables).map((name) => [name, name]));
    expect(() => readProbeEnvironment(names)).not.toThrow();
    const schedule = resource(template, 'AWS::Scheduler::Schedule').Properties;
    expect(schedule).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', Target: { Arn: alias } });
  });

  test('may only read the token and write its logs, and its schedule may only invoke it', () => {
    const documents = (prefix: string) => roleOf(template, prefix).policies.map(({ PolicyDocument }) => PolicyDocument);
    expect(documents('ProbeRole')).toMatchObject([
      {
        Statement: [
          statement('ReadToken', 'secretsmanager:GetSecretValue', secret),
          statement(
            'Log',
            ['logs:CreateLogStream', 'logs:PutLogEvents'],
            arnOf(logicalId(template, 'AWS::Logs::LogGroup', 'ProbeLogs')),
          ),
        ],
      },
    ]);
    expect(documents('ProbeSchedulerRole')).toMatchObject([
      { Statement: [statement('Probe', 'lambda:InvokeFunction', alias)] },
    ]);
  });

  test('is not tried again by Lambda or by the schedule: the next one comes soon enough', () => {
    expect(resource(template, 'AWS::Lambda::EventInvokeConfig', 'Probe').Properties).toMatchObject({
      MaximumRetryAttempts: 0,
      Qualifier: { 'Fn::Select': [7, { 'Fn::Split': [':', alias] }] },
    });
    expect(resource(template, 'AWS::Scheduler::Schedule').Properties).toMatchObject({
      Target: { RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
  });

  test('is a page if two of three fail', () => {
    expect(alarmsOf(template).get('probe-failed')).toMatchObject({
      AlarmName: 'SmsReceipts-page-probe-failed',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: logicalId(template, 'AWS::Lambda::Function', 'Probe') } }],
      Statistic: 'Sum',
      Threshold: 1,
      Period: 300,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
    });
  });

  test('is refused with a list of sources, because its function has no fixed address', () => {
    expect(() => receiver(newStack(), 'Receipts', { probe: Duration.minutes(5), allowedSources: ['8x8:eu'] })).toThrow(
      'probe needs an endpoint without allowedSources',
    );
    expect(() => synthesize({ ...PROBE, allowedSources: '8x8:eu' })).toThrow('probeMinutes needs allowedSources=any');
  });
});
