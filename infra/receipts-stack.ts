import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { OUTPUTS } from '../contract/outputs.ts';
import { Alarms } from './construct/alarms.ts';
import { Dashboard } from './construct/dashboard.ts';
import { Endpoint } from './construct/endpoint.ts';
import { addEndpointAlarms } from './construct/endpoint-alarms.ts';
import { FallbackQueue } from './construct/fallback-queue.ts';
import { addFallbackQueueAlarms } from './construct/fallback-queue-alarms.ts';
import { addReceiveFunctionAlarms, addRedriveFunctionAlarms } from './construct/function-alarms.ts';
import { ReceiptMetrics } from './construct/receipt-metrics.ts';
import { ReceiveFunction } from './construct/receive-function.ts';
import { REDRIVE_TIMEOUT, RedriveFunction } from './construct/redrive-function.ts';
import { Tables } from './construct/tables.ts';
import { TokenSecret } from './construct/token-secret.ts';
import { addTrafficAlarms } from './construct/traffic-alarms.ts';
import type { Settings } from './settings.ts';

export interface ReceiptsStackProps {
  readonly settings: Settings;
  /** Folder that holds the bundle of each function. */
  readonly bundles: string;
}

/** Receives delivery receipts over HTTP and keeps one DynamoDB item per message. */
export class ReceiptsStack extends Stack {
  constructor(scope: Construct, { settings, bundles }: ReceiptsStackProps) {
    super(scope, settings.stackName, {
      description: 'Receives the delivery receipts of the 8x8 SMS platform and keeps one DynamoDB item per message',
    });
    const removalPolicy = settings.removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const tables = new Tables(this, 'Tables', { ...settings, removalPolicy });
    const { secret: token } = new TokenSecret(this, 'Token');
    const queues = new FallbackQueue(this, 'Fallback', { redriveTimeout: REDRIVE_TIMEOUT, removalPolicy });
    const common = { tables, fallbackQueue: queues.queue, settings, bundles, removalPolicy };
    const receive = new ReceiveFunction(this, 'Receive', { ...common, token });
    const redrive = new RedriveFunction(this, 'Redrive', common);
    const endpoint = new Endpoint(this, 'Endpoint', { receive: receive.function, settings, removalPolicy });

    const metrics = new ReceiptMetrics(settings.stackName);
    const alarms = new Alarms(this, 'Alarms', settings);
    addFallbackQueueAlarms(alarms, queues);
    addEndpointAlarms(alarms, endpoint, settings);
    addReceiveFunctionAlarms(alarms, receive.function);
    addRedriveFunctionAlarms(alarms, redrive.function);
    addTrafficAlarms(alarms, metrics, settings);
    new Dashboard(this, 'Dashboard', { alarms, metrics, endpoint, receive, redrive, queues, tables, settings });

    this.output(OUTPUTS.callbackUrl, endpoint.callbackUrl, 'Set this as the callback URL of the 8x8 account');
    this.output(OUTPUTS.apiId, endpoint.api.apiId, 'HTTP API that takes the receipts');
    this.output(OUTPUTS.functionName, receive.function.functionName, 'Function that receives them');
    this.output(OUTPUTS.receiptsTable, tables.receipts.tableName, 'Table with one item per message');
    this.output(OUTPUTS.setAsideTable, tables.setAside.tableName, 'Table with the bodies that could not be recorded');
    this.output(OUTPUTS.fallbackQueueUrl, queues.queue.queueUrl, 'Queue of the bodies that the tables could not take');
    this.output(
      OUTPUTS.deadLetterQueueUrl,
      queues.deadLetterQueue.queueUrl,
      'Queue of what could not be redriven for hours',
    );
    this.output(OUTPUTS.tokenSecretArn, token.secretArn, 'Secret that holds the token to call with');
    this.output(
      OUTPUTS.alarmTopicArn,
      alarms.topic.topicArn,
      'Topic that the alarms write to; subscribe whoever is on call',
    );
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
