import { Arn, ArnFormat, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { settingsAsText } from '../contract/deployed-settings.ts';
import { OUTPUTS } from '../contract/outputs.ts';
import { addOutputs } from './construct/outputs.ts';
import { SmsReceipts } from './construct/sms-receipts.ts';
import type { GivenSettings } from './read-settings.ts';
import { type Settings, toProps } from './settings.ts';

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
      terminationProtection: settings.removalPolicy !== 'destroy',
      description: 'Receives the delivery receipts of the 8x8 SMS platform and keeps one DynamoDB item per message',
    });
    // CDK leaves `Default` out of logical ids. Another id would replace every resource of a deployed stack.
    this.receipts = new SmsReceipts(this, 'Default', { ...toProps(settings, this), bundles });
    const { alarmEmail } = settings;
    if (alarmEmail !== undefined) this.receipts.alarmTopic?.addSubscription(new EmailSubscription(alarmEmail));
    addOutputs(this.receipts);
    new CfnOutput(this, OUTPUTS.settings, {
      value: JSON.stringify(settingsAsText(given)),
      description: 'Settings that it was deployed with; the others have their defaults',
    });
    new CfnOutput(this, OUTPUTS.whatNext, {
      value: `npx receipts wire --stack ${settings.stackName} --region ${this.region}`,
      description: 'Wires the 8x8 account to the stack, if it is not wired yet',
    });
  }
}

/** The account and Region of the key, because a key only works in its own. Without a key: the caller's. */
function environmentOf({ kmsKeyArn }: Settings): StackProps {
  if (kmsKeyArn === undefined) return {};
  const { account = '', region = '' } = Arn.split(kmsKeyArn, ArnFormat.SLASH_RESOURCE_NAME);
  return { env: { account, region } };
}
