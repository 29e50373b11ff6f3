import { Arn, ArnFormat, Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { settingTexts } from '../contract/given-settings.ts';
import { OUTPUTS } from '../contract/outputs.ts';
import { SmsReceipts } from './construct/sms-receipts.ts';
import type { SmsReceiptsProps } from './construct/sms-receipts-props.ts';
import { toProps } from './props.ts';
import type { GivenSettings, Settings } from './settings.ts';

export interface ReceiptsStackProps {
  readonly settings: Settings;
  /** The same as they were given. */
  readonly given: GivenSettings;
  /** Folder that holds the bundle of each function. */
  readonly bundles: string;
}

/** One receiver, with outputs that name what users and the tool need. */
export class ReceiptsStack extends Stack {
  readonly receipts: SmsReceipts;

  constructor(scope: Construct, { settings, given, bundles }: ReceiptsStackProps) {
    super(scope, settings.stackName, {
      ...environmentOf(settings),
      description: 'Receives the delivery receipts of the 8x8 SMS platform and keeps one DynamoDB item per message',
    });
    const { alarmTopicArn, alarmEmail, kmsKeyArn } = settings;
    // CDK leaves `Default` out of logical ids. Another id would replace every resource of a deployed stack.
    this.receipts = new SmsReceipts(this, 'Default', {
      ...toProps(settings),
      ...(alarmTopicArn !== undefined && { alarmTopic: Topic.fromTopicArn(this, 'AlarmTopic', alarmTopicArn) }),
      ...this.events(settings),
      ...(kmsKeyArn !== undefined && { encryptionKey: Key.fromKeyArn(this, 'Key', kmsKeyArn) }),
      ...domainOf(this, settings),
      bundles,
    });
    if (alarmEmail !== undefined) this.receipts.alarmTopic?.addSubscription(new EmailSubscription(alarmEmail));
    this.addOutputs(settings);
    this.output(
      OUTPUTS.settings,
      JSON.stringify(settingTexts(given)),
      'Settings that it was deployed with; the others have their defaults',
    );
  }

  private events({ events = 'off', eventFields = [], otherWebhooks }: Settings): Pick<SmsReceiptsProps, 'events'> {
    if (events === 'off') return {};
    const common = { fields: eventFields, otherWebhooks: otherWebhooks === 'forward' };
    if (events === 'new') return { events: common };
    const bus = isArn(events)
      ? EventBus.fromEventBusArn(this, 'EventBus', events)
      : EventBus.fromEventBusName(this, 'EventBus', events);
    return { events: { ...common, bus } };
  }

  private addOutputs({ events = 'off' }: Settings): void {
    const { receiptsTable, setAsideTable, fallbackQueue, deadLetterQueue, ...receipts } = this.receipts;
    this.output(OUTPUTS.callbackUrl, receipts.callbackUrl, 'Set this as the callback URL of the 8x8 account');
    this.output(OUTPUTS.apiId, receipts.api.apiId, 'HTTP API that takes the receipts');
    this.output(OUTPUTS.functionName, receipts.functions.receive.functionName, 'Function that receives them');
    this.output(OUTPUTS.receiptsTable, receiptsTable.tableName, 'Table with one item per message');
    this.output(OUTPUTS.receiptsTableUrl, itemsUrl(receiptsTable), 'Look messages up here');
    this.output(OUTPUTS.setAsideTable, setAsideTable.tableName, 'Table with the bodies that could not be recorded');
    this.output(OUTPUTS.setAsideTableUrl, itemsUrl(setAsideTable), 'Look at these bodies here');
    this.output(OUTPUTS.fallbackQueueUrl, fallbackQueue.queueUrl, 'Queue of the bodies that the tables could not take');
    this.output(
      OUTPUTS.deadLetterQueueUrl,
      deadLetterQueue.queueUrl,
      'Queue of the bodies that could not be redriven for hours',
    );
    this.output(
      OUTPUTS.deadLetterQueueArn,
      deadLetterQueue.queueArn,
      'Redrive it with: aws sqs start-message-move-task --source-arn',
    );
    this.output(OUTPUTS.tokenSecretArn, receipts.token.secretArn, 'Secret that holds the token to call with');
    if (receipts.eventBus !== undefined && receipts.eventDeadLetterQueue !== undefined) {
      const { eventBusArn, eventBusName } = receipts.eventBus;
      const { queueUrl } = receipts.eventDeadLetterQueue;
      this.output(
        OUTPUTS.eventBusName,
        isArn(events) ? eventBusArn : eventBusName,
        'Bus of the events: add rules to it',
      );
      this.output(OUTPUTS.eventDeadLetterQueueUrl, queueUrl, 'Queue of the events that could not be published');
    }
    if (receipts.reconcileApiKeyArn !== undefined && receipts.reconcileDeadLetterQueue !== undefined) {
      const { queueUrl } = receipts.reconcileDeadLetterQueue;
      this.output(OUTPUTS.reconcileApiKeySecretArn, receipts.reconcileApiKeyArn, 'Store the API key of 8x8 in it');
      this.output(OUTPUTS.reconcileDeadLetterQueueUrl, queueUrl, 'Queue of the steps of reconciling that failed');
    }
    if (receipts.alarmTopic !== undefined) {
      const { topicArn } = receipts.alarmTopic;
      this.output(OUTPUTS.alarmTopicArn, topicArn, 'Topic that the alarms notify; subscribe whoever is on call');
    }
    if (receipts.dashboard !== undefined) {
      const { dashboardName } = receipts.dashboard;
      this.output(
        OUTPUTS.dashboardUrl,
        `${consoleUrl('cloudwatch')}#dashboards/dashboard/${dashboardName}`,
        'Is it up, is any receipt at risk, what is being delivered, what does it cost',
      );
    }
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}

function isArn(text: string): boolean {
  return text.startsWith('arn:');
}

/** The account and Region of the key, which everything that it encrypts must share. Without a key: the caller's. */
function environmentOf({ kmsKeyArn }: Settings): StackProps {
  if (kmsKeyArn === undefined) return {};
  const { account = '', region = '' } = Arn.split(kmsKeyArn, ArnFormat.SLASH_RESOURCE_NAME);
  return { env: { account, region } };
}

function domainOf(scope: Construct, settings: Settings): Pick<SmsReceiptsProps, 'domain'> {
  const { domainName: name, certificateArn, hostedZoneId, zoneName, defaultEndpoint } = settings;
  if (name === undefined || certificateArn === undefined) return {};
  const hostedZone = { hostedZoneId: `${hostedZoneId}`, zoneName: `${zoneName}` };
  return {
    domain: {
      name,
      certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
      ...(zoneName !== undefined && { hostedZone: HostedZone.fromHostedZoneAttributes(scope, 'Zone', hostedZone) }),
      disableDefaultEndpoint: defaultEndpoint === 'off',
    },
  };
}

function itemsUrl({ tableName }: TableV2): string {
  return `${consoleUrl('dynamodbv2')}#item-explorer?table=${tableName}`;
}

function consoleUrl(service: string): string {
  return `https://${Aws.REGION}.console.aws.amazon.com/${service}/home?region=${Aws.REGION}`;
}
