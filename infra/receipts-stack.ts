import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './constructs/alarms.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { Endpoint } from './constructs/endpoint.ts';
import { watchEndpoint } from './constructs/endpoint-alarms.ts';
import { FallbackQueue } from './constructs/fallback-queue.ts';
import { watchFallbackQueue } from './constructs/fallback-queue-alarms.ts';
import { watchReceiveFunction, watchRedriveFunction } from './constructs/function-alarms.ts';
import { ReceiptMetrics } from './constructs/receipt-metrics.ts';
import { ReceiveFunction } from './constructs/receive-function.ts';
import { REDRIVE_TIMEOUT, RedriveFunction } from './constructs/redrive-function.ts';
import { Tables } from './constructs/tables.ts';
import { TokenSecret } from './constructs/token-secret.ts';
import { watchTraffic } from './constructs/traffic-alarms.ts';
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
    watchFallbackQueue(alarms, queues);
    watchEndpoint(alarms, endpoint, settings);
    watchReceiveFunction(alarms, receive.function);
    watchRedriveFunction(alarms, redrive.function);
    watchTraffic(alarms, metrics, settings);
    new Dashboard(this, 'Dashboard', { alarms, metrics, endpoint, receive, redrive, queues, tables, settings });

    this.output('CallbackUrl', endpoint.callbackUrl, 'Set this as the callback URL of the 8x8 account');
    this.output('ApiId', endpoint.api.apiId, 'HTTP API that takes the receipts');
    this.output('FunctionName', receive.function.functionName, 'Function that receives them');
    this.output('ReceiptsTableName', tables.receipts.tableName, 'Table with one item per message');
    this.output('SetAsideTableName', tables.setAside.tableName, 'Table with the bodies that could not be recorded');
    this.output('FallbackQueueUrl', queues.queue.queueUrl, 'Queue of the bodies that the tables could not take');
    this.output('DeadLetterQueueUrl', queues.deadLetterQueue.queueUrl, 'Queue of what could not be redriven for hours');
    this.output('TokenSecretArn', token.secretArn, 'Secret that holds the token to call with');
    this.output('AlarmTopicArn', alarms.topic.topicArn, 'Topic that the alarms write to; subscribe whoever is on call');
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
