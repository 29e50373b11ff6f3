import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Endpoint } from './constructs/endpoint.ts';
import { FallbackQueue } from './constructs/fallback-queue.ts';
import { ReceiveFunction } from './constructs/receive-function.ts';
import { REDRIVE_TIMEOUT, RedriveFunction } from './constructs/redrive-function.ts';
import { Tables } from './constructs/tables.ts';
import { TokenSecret } from './constructs/token-secret.ts';
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
    const { queue: fallbackQueue, deadLetterQueue } = new FallbackQueue(this, 'Fallback', {
      redriveTimeout: REDRIVE_TIMEOUT,
      removalPolicy,
    });
    const common = { tables, fallbackQueue, settings, bundles, removalPolicy };
    const { function: receive } = new ReceiveFunction(this, 'Receive', { ...common, token });
    new RedriveFunction(this, 'Redrive', common);
    const { api, callbackUrl } = new Endpoint(this, 'Endpoint', { receive, settings, removalPolicy });
    this.output('CallbackUrl', callbackUrl, 'Set this as the callback URL of the 8x8 account');
    this.output('ApiId', api.apiId, 'HTTP API that takes the receipts');
    this.output('FunctionName', receive.functionName, 'Function that receives them');
    this.output('ReceiptsTableName', tables.receipts.tableName, 'Table with one item per message');
    this.output('SetAsideTableName', tables.setAside.tableName, 'Table with the bodies that could not be recorded');
    this.output('FallbackQueueUrl', fallbackQueue.queueUrl, 'Queue of the bodies that the tables could not take');
    this.output('DeadLetterQueueUrl', deadLetterQueue.queueUrl, 'Queue of what could not be redriven for hours');
    this.output('TokenSecretArn', token.secretArn, 'Secret that holds the token to call with');
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
