import { Annotations, Aspects, Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct, type IConstruct } from 'constructs';
import { checkRegion } from './checks.ts';
import type { SmsReceiptsProps } from './sms-receipts-props.ts';

/** `page`: receipts are being lost, or will be unless somebody acts now. `ticket`: none is lost, so that it can wait for the day. */
export type Severity = 'page' | 'ticket';

/** An alarm, and what the person on call must know at three in the morning. */
export interface AlarmDescription {
  /** Also the anchor of its entry in the runbook: lower case, hyphens between words. */
  readonly name: string;
  /** What the alarm watches, where several have one entry in the runbook; at the end of its name. */
  readonly of?: string;
  readonly severity: Severity;
  readonly happens: string;
  /** Who is hurt, and how. */
  readonly harm: string;
  /** What to look at or to do first. The runbook has the rest. */
  readonly firstStep: string;
  readonly metric: IMetric;
  /** When it goes off. A missing value is bad for `lessThan` unless it says something else, and good otherwise. */
  readonly when:
    | { readonly atLeast: number }
    | { readonly above: number }
    | { readonly lessThan: number; readonly missing?: keyof typeof MISSING };
  /** Evaluated periods of the metric. Default: 1. */
  readonly periods?: number;
  /** How many of them must be bad. Default: all. */
  readonly datapointsToAlarm?: number;
  /** For a percentile: whether a period with too few values is skipped. Default: false. */
  readonly ignoreLowSamples?: boolean;
}

export interface AlarmsProps
  extends Pick<SmsReceiptsProps, 'alarmTopic' | 'ticketTopic' | 'encryptionKey' | 'runbookUrl'> {
  /** Prefix of the alarm names. */
  readonly name: string;
  /** URL of the dashboard; undefined if there is none. */
  readonly dashboardUrl: string | undefined;
}

/** Of a metric that is a state, such as the length of a queue. */
export const MAXIMUM_PER_MINUTE = { statistic: Stats.MAXIMUM, period: Duration.minutes(1) };

const MISSING = { keepsState: TreatMissingData.IGNORE, isGood: TreatMissingData.NOT_BREACHING };
const OWN_RUNBOOK = 'docs/runbook.md';

/** The alarms, and the topics that they notify. */
export class Alarms extends Construct {
  readonly topic: ITopic;
  /** Undefined if all alarms notify the same topic. */
  readonly ticketTopic: ITopic | undefined;
  /** Every alarm that was added. */
  readonly all: Alarm[] = [];
  readonly #props: AlarmsProps;
  readonly #thresholds = new Map<string, number>();

  /** @throws Error if a topic is in another Region */
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { alarmTopic, ticketTopic, encryptionKey } = props;
    if (alarmTopic !== undefined) checkRegion(this, 'alarmTopic', alarmTopic.topicArn, alarmTopic);
    if (ticketTopic !== undefined) checkRegion(this, 'ticketTopic', ticketTopic.topicArn, ticketTopic);
    this.#props = props;
    this.ticketTopic = ticketTopic;
    this.topic = alarmTopic ?? this.newTopic(encryptionKey);
    if (alarmTopic === undefined) Aspects.of(this).add({ visit: (node) => this.warnIfNobodyListens(node) });
  }

  add(description: AlarmDescription): void {
    const { name, of, severity, metric, when } = description;
    const { periods = 1, datapointsToAlarm = periods, ignoreLowSamples = false } = description;
    const id = of === undefined ? name : `${name}-${of}`;
    const alarm = new Alarm(this, id, {
      alarmName: `${this.#props.name}-${severity}-${id}`,
      alarmDescription: this.textOf(description),
      metric,
      evaluationPeriods: periods,
      datapointsToAlarm: datapointsToAlarm,
      ...comparison(when),
      ...(ignoreLowSamples && { evaluateLowSampleCountPercentile: 'ignore' }),
    });
    const topic = new SnsAction(severity === 'page' ? this.topic : (this.ticketTopic ?? this.topic));
    alarm.addAlarmAction(topic);
    alarm.addOkAction(topic);
    this.all.push(alarm);
    this.#thresholds.set(id, comparison(when).threshold);
  }

  /** Undefined if there is no such alarm. */
  thresholdOf(name: string): number | undefined {
    return this.#thresholds.get(name);
  }

  private textOf({ name, happens, harm, firstStep }: AlarmDescription): string {
    const { dashboardUrl, runbookUrl = OWN_RUNBOOK } = this.#props;
    return [
      happens,
      `Who is hurt: ${harm}`,
      `First step: ${firstStep}`,
      ...(dashboardUrl === undefined ? [] : [`Dashboard: ${dashboardUrl}`]),
      `Runbook: ${runbookUrl}#${name}`,
    ].join('\n');
  }

  /** At the end of the synthesis, when all subscriptions of the app are known. */
  private warnIfNobodyListens(visited: IConstruct): void {
    if (visited !== this) return;
    const stack = Stack.of(this);
    const arnOf = ({ topicArn }: { topicArn: string }) => JSON.stringify(stack.resolve(topicArn));
    const isOfTopic = (node: IConstruct) => node instanceof CfnSubscription && arnOf(node) === arnOf(this.topic);
    if (this.node.root.node.findAll().some(isOfTopic)) return;
    Annotations.of(this).addWarningV2(
      'sms-receipts:nobodyIsNotified',
      'The alarms notify nobody: their topic has no subscription in the app. Set alarmEmail or alarmTopicArn, or add a subscription to the alarmTopic of the construct; if you subscribe by hand after the deployment, acknowledge this.',
    );
  }

  private newTopic(masterKey: IKey | undefined): Topic {
    // Without a key of the user, the topic has no server-side encryption: alarms cannot publish to a topic with AWS's own
    // key, and they have no personal data
    const topic = new Topic(this, 'Topic', { enforceSSL: true, ...(masterKey !== undefined && { masterKey }) });
    // The policy that requires TLS replaces the default policy, which would let alarms publish
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PublishAlarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }
}

function comparison(when: AlarmDescription['when']) {
  if ('lessThan' in when) {
    return {
      threshold: when.lessThan,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: when.missing === undefined ? TreatMissingData.BREACHING : MISSING[when.missing],
    };
  }
  const treatMissingData = TreatMissingData.NOT_BREACHING;
  return 'above' in when
    ? { threshold: when.above, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD, treatMissingData }
    : {
        threshold: when.atLeast,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData,
      };
}
