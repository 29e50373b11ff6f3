import { join } from 'node:path';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface InboundSmsProps extends StackProps {
  /** The output `EventBusName` of the receiver, deployed with `otherWebhooks=forward`. */
  readonly eventBusName: string;
  /** Where your application takes inbound SMS, as 8x8 used to post them. */
  readonly applicationUrl: string;
}

/** An application goes on reading inbound SMS, though 8x8 posts all webhooks of the account to the receiver. */
export class InboundSmsExample extends Stack {
  constructor(scope: Construct, id: string, { eventBusName, applicationUrl, ...props }: InboundSmsProps) {
    super(scope, id, props);
    // A person handles what could not be processed
    const deadLetterQueue = new Queue(this, 'DeadLetters', { enforceSSL: true, retentionPeriod: Duration.days(14) });
    const forward = new Lambda(this, 'Forward', {
      runtime: Runtime.NODEJS_24_X,
      code: Code.fromAsset(join(import.meta.dirname, 'function')),
      handler: 'index.handler',
      timeout: Duration.seconds(30),
      // Gets events that the function failed to process three times: Lambda retries them, not EventBridge
      deadLetterQueue,
      environment: { APPLICATION_URL: applicationUrl },
    });
    new Rule(this, 'InboundSms', {
      eventBus: EventBus.fromEventBusName(this, 'Bus', eventBusName),
      eventPattern: {
        source: ['sms-receipts'],
        detailType: ['8x8 Webhook'],
        detail: { body: { namespace: ['SMS'], eventType: ['inbound_message_received'] } },
      },
      targets: [
        new LambdaFunction(forward, {
          // The function gets the body as 8x8 posted it
          event: RuleTargetInput.fromEventPath('$.detail.body'),
          // Gets events that do not reach the function
          deadLetterQueue,
        }),
      ],
    });
  }
}
