import { describe, expect, test } from '@jest/globals';
import { synthesize } from '../support/synthesize.ts';
import { type AlarmProperties, alarmsOf, resource } from '../support/template.ts';

const { template } = synthesize();
const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

/** The names of the alarms of which one stops a deployment. */
const rollBackAlarms = () => {
  const alarms = template.findResources('AWS::CloudWatch::Alarm');
  const { AlarmConfiguration } = resource(template, GROUP).Properties;
  return (AlarmConfiguration as { Alarms: { Name: { Ref: string } }[] }).Alarms.map(
    ({ Name }) => alarms[Name.Ref]?.Properties.AlarmName as string,
  );
};

describe('a deployment', () => {
  test('watches alarms on loss that go off within the five minutes', () => {
    expect(rollBackAlarms().sort()).toEqual([
      'SmsReceipts-page-receive-function-errors',
      'SmsReceipts-page-server-errors',
      'SmsReceipts-page-unauthenticated-requests',
    ]);
    const alarms = new Map([...alarmsOf(template).values()].map((alarm) => [alarm.AlarmName, alarm]));
    for (const name of rollBackAlarms()) {
      const { Period, EvaluationPeriods } = alarms.get(name) as AlarmProperties;
      expect(Number(Period) * Number(EvaluationPeriods)).toBeLessThanOrEqual(300);
    }
  });
});
