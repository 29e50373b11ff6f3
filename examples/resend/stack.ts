import { join } from 'node:path';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface ResendProps extends StackProps {
  /** The output `EventBusName` of the receiver. */
  readonly eventBusName: string;
  /** Where your application takes messages that are to go out by another channel. */
  readonly resendUrl: string;
}

/** A message that ended undelivered goes out by another channel, such as e-mail. */
export class ResendExample extends Stack {
  constructor(scope: Construct, id: string, { eventBusName, resendUrl, ...props }: ResendProps) {
    super(scope, id, props);
    // A person handles what could not be processed
    const deadLetterQueue = new Queue(this, 'DeadLetters', { enforceSSL: true, retentionPeriod: Duration.days(14) });
    const resend = new Lambda(this, 'Resend', {
      runtime: Runtime.NODEJS_24_X,
      code: Code.fromAsset(join(import.meta.dirname, 'function')),
      handler: 'index.handler',
      timeout: Duration.seconds(30),
      // Gets events that the function failed to process three times: Lambda retries them, not EventBridge
      deadLetterQueue,
      environment: { RESEND_URL: resendUrl },
    });
    new Rule(this, 'Undelivered', {
      eventBus: EventBus.fromEventBusName(this, 'Bus', eventBusName),
      eventPattern: {
        source: ['sms-receipts'],
        detailType: ['SMS Status Changed'],
        detail: {
          terminal: [true],
          state: Match.anythingBut('delivered', 'read'),
          // Not what was read from the vendor's log, days later
          origin: Match.doesNotExist(),
        },
      },
      targets: [
        new LambdaFunction(resend, {
          // Gets events that do not reach the function
          deadLetterQueue,
        }),
      ],
    });
  }
}
