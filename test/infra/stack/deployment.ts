import { describe, expect, test } from '@jest/globals';
import { arnOf, roleOf, statement } from '../support/functions.ts';
import { newStack, receiver } from '../support/receiver.ts';
import { synthesize } from '../support/synthesize.ts';
import { type AlarmProperties, alarmsOf, logicalId, resource } from '../support/template.ts';

const { template } = synthesize();
const GROUP = 'AWS::CodeDeploy::DeploymentGroup';
const application = { Ref: logicalId(template, 'AWS::CodeDeploy::Application') };
const receive = logicalId(template, 'AWS::Lambda::Function', 'Receive');

/** The names of the alarms of which one stops a deployment. */
const rollBackAlarms = () => {
  const alarms = template.findResources('AWS::CloudWatch::Alarm');
  const { AlarmConfiguration } = resource(template, GROUP).Properties;
  return (AlarmConfiguration as { Alarms: { Name: { Ref: string } }[] }).Alarms.map(
    ({ Name }) => alarms[Name.Ref]?.Properties.AlarmName as string,
  );
};

describe('a deployment', () => {
  test('moves the alias of the receive function alone by CodeDeploy', () => {
    const policies = Object.entries(template.findResources('AWS::Lambda::Alias')).flatMap(([id, { UpdatePolicy }]) =>
      UpdatePolicy === undefined ? [] : [[id, UpdatePolicy]],
    );
    expect(policies).toEqual([
      [
        logicalId(template, 'AWS::Lambda::Alias', 'Receive'),
        {
          CodeDeployLambdaAliasUpdate: {
            ApplicationName: application,
            DeploymentGroupName: { Ref: logicalId(template, GROUP) },
          },
        },
      ],
    ]);
    expect(resource(template, 'AWS::CodeDeploy::Application').Properties).toMatchObject({ ComputePlatform: 'Lambda' });
  });

  test('gives the new version a tenth of the requests for five minutes, and goes back if an alarm goes off', () => {
    expect(resource(template, GROUP).Properties).toMatchObject({
      ApplicationName: application,
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      AlarmConfiguration: { Enabled: true },
      AutoRollbackConfiguration: { Enabled: true, Events: expect.arrayContaining(['DEPLOYMENT_STOP_ON_ALARM']) },
    });
  });

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

  test('may only move the aliases of the receive function, and see alarms', () => {
    const { role, policies } = roleOf(template, 'Canary');
    expect(JSON.stringify(role)).toContain('codedeploy.amazonaws.com');
    expect(policies.map(({ PolicyDocument }) => PolicyDocument)).toMatchObject([
      {
        Statement: [
          statement(
            'MoveAlias',
            ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
            [arnOf(receive), { 'Fn::Join': ['', [arnOf(receive), ':*']] }],
          ),
          statement('SeeAlarms', 'cloudwatch:DescribeAlarms', '*'),
        ],
      },
    ]);
  });

  test.each([{ deployment: 'all-at-once' }, { alarms: 'off' }])('with %j has no CodeDeploy', (settings) => {
    expect(JSON.stringify(synthesize(settings).template.toJSON())).not.toMatch(/CodeDeploy/);
  });

  test('by canary is refused without alarms, and other names are unknown', () => {
    const message = 'canary needs alarms';
    expect(() => synthesize({ deployment: 'canary', alarms: 'off' })).toThrow('deployment=canary needs alarms=on');
    expect(() => receiver(newStack(), 'Receipts', { deployment: 'canary', alarms: false })).toThrow(message);
    expect(() => receiver(newStack(), 'Receipts', { deployment: 'linear' as 'canary' })).toThrow(
      'must be one of canary',
    );
  });
});
