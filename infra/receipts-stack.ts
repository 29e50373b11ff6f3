import { Arn, ArnFormat, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { settingTexts } from '../contract/given-settings.ts';
import { OUTPUTS } from '../contract/outputs.ts';
import { addOutputs } from './construct/outputs.ts';
import { SmsReceipts } from './construct/sms-receipts.ts';
import type { SmsReceiptsProps } from './construct/sms-receipts-props.ts';
import { toProps } from './props.ts';
import type { GivenSettings, Settings } from './settings.ts';

export interface ReceiptsStackProps {
  readonly settings: Settings;
  /** The same settings before validation. */
  readonly given: GivenSettings;
  /** Folder that holds the bundle of each function. */
  readonly bundles: string;
}

/** A receiver, with outputs for users and the tool. */
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
    addOutputs(this.receipts);
    new CfnOutput(this, OUTPUTS.settings, {
      value: JSON.stringify(settingTexts(given)),
      description: 'Settings that it was deployed with; the others have their defaults',
    });
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
}

function isArn(text: string): boolean {
  return text.startsWith('arn:');
}

/** The account and Region of the key, because a key only works in its own. Without a key: the caller's. */
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
