import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Every status change goes to a queue that `consumer.ts` reads. */
export class StatusQueueExample extends Stack {
  readonly queue: Queue;

  /** @param eventBusName - the output `EventBusName` of the receiver */
  constructor(scope: Construct, id: string, eventBusName: string, props?: StackProps) {
    super(scope, id, props);
    this.queue = new Queue(this, 'StatusChanges', {
      enforceSSL: true,
      // What the consumer fails to process five times is for a person
      deadLetterQueue: {
        queue: new Queue(this, 'DeadLetters', { enforceSSL: true, retentionPeriod: Duration.days(14) }),
        maxReceiveCount: 5,
      },
    });
    new Rule(this, 'Rule', {
      eventBus: EventBus.fromEventBusName(this, 'Bus', eventBusName),
      eventPattern: { source: ['sms-receipts'], detailType: ['SMS Status Changed'] },
      targets: [new SqsQueue(this.queue)],
    });
    new CfnOutput(this, 'QueueUrl', { value: this.queue.queueUrl });
  }
}
