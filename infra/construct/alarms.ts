import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

/** What goes wrong, and what it means for receipts. */
export interface AlarmDescription {
  /** Also the anchor of its entry in the runbook: lower case, hyphens between words. */
  readonly name: string;
  /** In words for whoever is woken by it. */
  readonly impact: string;
  readonly metric: Metric;
  /** The values at which it goes off. That the metric has no value is good news for `atLeast`, bad for `lessThan`. */
  readonly when: { readonly atLeast: number } | { readonly lessThan: number };
  /** Periods of the metric that are looked at, and how many of them must be bad. Default: one. */
  readonly periods?: number;
  readonly badPeriods?: number;
}

/** The alarms of the stack, and the topic that they tell people by. */
export class Alarms extends Construct {
  readonly topic: Topic;
  /** Every alarm that was added. */
  readonly all: Alarm[] = [];
  readonly #runbookUrl: string;

  constructor(scope: Construct, id: string, { alarmEmail, runbookUrl }: Pick<Settings, 'alarmEmail' | 'runbookUrl'>) {
    super(scope, id);
    this.#runbookUrl = runbookUrl;
    // Not encrypted at rest: alarms cannot write to a topic with AWS's own key, and they tell nothing of a person
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    // A policy of its own, such as the one that asks for TLS, takes the place of the one by which alarms may publish
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PublishAlarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (alarmEmail !== undefined) this.topic.addSubscription(new EmailSubscription(alarmEmail));
  }

  add({ name, impact, metric, when, periods = 1, badPeriods = periods }: AlarmDescription): void {
    const alarm = new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${impact} Runbook: ${this.#runbookUrl}#${name}`,
      metric,
      evaluationPeriods: periods,
      datapointsToAlarm: badPeriods,
      ...comparison(when),
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    this.all.push(alarm);
  }
}

function comparison(when: AlarmDescription['when']) {
  return 'atLeast' in when
    ? {
        threshold: when.atLeast,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }
    : {
        threshold: when.lessThan,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      };
}
