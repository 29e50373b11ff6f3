import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { OUTPUTS } from '../contract/outputs.ts';
import { SmsReceipts } from './construct/sms-receipts.ts';
import { toProps } from './props.ts';
import type { Settings } from './settings.ts';

export interface ReceiptsStackProps {
  readonly settings: Settings;
  /** Folder that holds the bundle of each function. */
  readonly bundles: string;
}

/** One receiver, with outputs that name what users and the tool need. */
export class ReceiptsStack extends Stack {
  readonly receipts: SmsReceipts;

  constructor(scope: Construct, { settings, bundles }: ReceiptsStackProps) {
    super(scope, settings.stackName, {
      description: 'Receives the delivery receipts of the 8x8 SMS platform and keeps one DynamoDB item per message',
    });
    const { alarmTopicArn, alarmEmail } = settings;
    // CDK leaves `Default` out of logical ids. Another id would replace every resource of a deployed stack.
    const receipts = new SmsReceipts(this, 'Default', {
      ...toProps(settings),
      ...(alarmTopicArn !== undefined && { alarmTopic: Topic.fromTopicArn(this, 'AlarmTopic', alarmTopicArn) }),
      bundles,
    });
    if (alarmEmail !== undefined) receipts.alarmTopic?.addSubscription(new EmailSubscription(alarmEmail));
    this.receipts = receipts;

    this.output(OUTPUTS.callbackUrl, receipts.callbackUrl, 'Set this as the callback URL of the 8x8 account');
    this.output(OUTPUTS.apiId, receipts.api.apiId, 'HTTP API that takes the receipts');
    this.output(OUTPUTS.functionName, receipts.functions.receive.functionName, 'Function that receives them');
    this.output(OUTPUTS.receiptsTable, receipts.receiptsTable.tableName, 'Table with one item per message');
    this.output(
      OUTPUTS.setAsideTable,
      receipts.setAsideTable.tableName,
      'Table with the bodies that could not be recorded',
    );
    this.output(
      OUTPUTS.fallbackQueueUrl,
      receipts.fallbackQueue.queueUrl,
      'Queue of the bodies that the tables could not take',
    );
    this.output(
      OUTPUTS.deadLetterQueueUrl,
      receipts.deadLetterQueue.queueUrl,
      'Queue of the bodies that could not be redriven for hours',
    );
    this.output(OUTPUTS.tokenSecretArn, receipts.token.secretArn, 'Secret that holds the token to call with');
    if (receipts.alarmTopic !== undefined) {
      this.output(
        OUTPUTS.alarmTopicArn,
        receipts.alarmTopic.topicArn,
        'Topic that the alarms notify; subscribe whoever is on call',
      );
    }
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
