import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { OUTPUTS } from '../../contract/outputs.ts';
import { consoleOf, dashboardUrl } from './console.ts';
import type { SmsReceipts } from './sms-receipts.ts';

export interface OutputsProps {
  /**
   * Begins the name of each output, for several receivers in a stack: letters and digits. The tool then takes
   * `--stack <stack>/<prefix>`.
   *
   * @default - none
   */
  readonly prefix?: string;
}

/**
 * Adds outputs to the stack of a receiver, for users and for `receipts --stack`.
 *
 * @throws Error if the stack has a construct with the name of an output: give each receiver of a stack a prefix
 */
export function addOutputs(receipts: SmsReceipts, { prefix = '' }: OutputsProps = {}): void {
  const { receiptsTable, setAsideTable, fallbackQueue, deadLetterQueue } = receipts;
  const stack = Stack.of(receipts);
  const console = consoleOf(receipts);
  const itemsUrl = ({ tableName }: ITableV2) => `${console('dynamodbv2')}#item-explorer?table=${tableName}`;
  const output = (fixedName: string, value: string, description: string) => {
    const name = `${prefix}${fixedName}`;
    if (stack.node.tryFindChild(name) !== undefined) {
      throw new Error(
        `SmsReceipts: the stack ${stack.node.path} has ${name} already. Give each receiver of a stack its prefix, such as addOutputs(receipts, { prefix: 'Asia' }).`,
      );
    }
    new CfnOutput(stack, name, { value, description });
  };

  output(OUTPUTS.callbackUrl, receipts.callbackUrl, 'Set this as the callback URL of the 8x8 account');
  output(OUTPUTS.apiId, receipts.api.apiId, 'HTTP API that takes the receipts');
  output(OUTPUTS.functionName, receipts.functions.receive.functionName, 'Function that receives them');
  output(OUTPUTS.receiptsTable, receiptsTable.tableName, 'Table with one item per message');
  output(OUTPUTS.receiptsTableUrl, itemsUrl(receiptsTable), 'Look up messages here');
  output(OUTPUTS.setAsideTable, setAsideTable.tableName, 'Table with the bodies that could not be recorded');
  output(OUTPUTS.setAsideTableUrl, itemsUrl(setAsideTable), 'Look at these bodies here');
  output(OUTPUTS.fallbackQueueUrl, fallbackQueue.queueUrl, 'Queue of the bodies that the tables could not take');
  output(
    OUTPUTS.deadLetterQueueUrl,
    deadLetterQueue.queueUrl,
    'Queue of the bodies that could not be redriven for hours',
  );
  output(
    OUTPUTS.deadLetterQueueArn,
    deadLetterQueue.queueArn,
    'Redrive it with: aws sqs start-message-move-task --source-arn',
  );
  output(OUTPUTS.tokenSecretArn, receipts.token.secretArn, 'Secret that holds the token to call with');
  output(OUTPUTS.metricsNamespace, receipts.metricsNamespace, 'Namespace of the metrics in CloudWatch');
  if (receipts.eventBus !== undefined && receipts.eventDeadLetterQueue !== undefined) {
    const { queueUrl } = receipts.eventDeadLetterQueue;
    output(OUTPUTS.eventBusName, nameOrArn(receipts.eventBus, stack), 'Bus of the events: add rules to it');
    output(OUTPUTS.eventDeadLetterQueueUrl, queueUrl, 'Queue of the events that could not be published');
  }
  if (receipts.archive !== undefined) {
    const { bucket, databaseName, workGroupName, streamName, fields, deadLetterQueue } = receipts.archive;
    output(OUTPUTS.archiveBucket, bucket.bucketName, 'Bucket of the archive');
    output(OUTPUTS.archiveDatabase, databaseName, 'Database of the archive in Athena');
    output(OUTPUTS.archiveWorkGroup, workGroupName, 'Workgroup of Athena in which to query it');
    output(OUTPUTS.archiveStream, streamName, 'Stream of Firehose that takes its rows');
    if (fields.length > 0) output(OUTPUTS.archiveFields, fields.join(','), 'Personal data that its rows have');
    output(OUTPUTS.archiveDeadLetterQueueUrl, deadLetterQueue.queueUrl, 'Queue of the rows that it did not take');
  }
  if (receipts.reconcileApiKeyArn !== undefined && receipts.reconcileDeadLetterQueue !== undefined) {
    const { queueUrl } = receipts.reconcileDeadLetterQueue;
    output(OUTPUTS.reconcileApiKeySecretArn, receipts.reconcileApiKeyArn, 'Store the API key of 8x8 in it');
    output(OUTPUTS.reconcileDeadLetterQueueUrl, queueUrl, 'Queue of the steps of reconciling that failed');
  }
  if (receipts.functions.probe !== undefined) {
    output(OUTPUTS.probeFunctionName, receipts.functions.probe.functionName, 'Function that posts test receipts');
  }
  if (receipts.page !== undefined) {
    const { url, secret, logGroup } = receipts.page;
    output(OUTPUTS.pageUrl, url, 'Look up messages here, after you signed in');
    output(OUTPUTS.pageSecretArn, secret.secretArn, 'Store the client secret of the page at the OpenID provider in it');
    output(OUTPUTS.pageLogGroup, logGroup.logGroupName, 'Log group that says who looked at which message');
  }
  if (receipts.alarmTopic !== undefined) {
    const { topicArn } = receipts.alarmTopic;
    output(OUTPUTS.alarmTopicArn, topicArn, 'Topic that the alarms notify; subscribe the people on call');
  }
  if (receipts.ticketTopic !== undefined)
    output(
      OUTPUTS.ticketTopicArn,
      receipts.ticketTopic.topicArn,
      'Topic of the alarms that can wait; subscribe whoever reads tickets',
    );
  if (receipts.dashboard !== undefined) {
    output(
      OUTPUTS.dashboardUrl,
      dashboardUrl(receipts, receipts.dashboard.dashboardName),
      'Is it up, is any receipt at risk, what is being delivered, what does it cost',
    );
  }
}

/** The name of a bus in another account does not work here, but its ARN does. */
function nameOrArn({ env, eventBusName, eventBusArn }: IEventBus, { account }: Stack): string {
  return env.account === account ? eventBusName : eventBusArn;
}
