import { Duration, Names, Stack, Token } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FilterRule, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../contract/environment.ts';
import type { EventField } from '../../contract/events.ts';
import type { SetAsideReason } from '../../contract/set-aside-item.ts';
import { acknowledge } from './acknowledge.ts';
import { BundledFunction, type CommonFunctionProps } from './bundled-function.ts';
import { checkRegion } from './checks.ts';
import { queueEncryption } from './fallback-queue.ts';
import { addStreamSource, streamPermission } from './stream-source.ts';

/** The events to publish on EventBridge, and their bus. */
export interface EventsProps {
  /**
   * Bus that the events are published on. A bus of another account must allow this account to put events, and be in the
   * same Region. The policy of a bus's own key must allow `events.amazonaws.com` to use it.
   *
   * @default - a new bus
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
   */
  readonly bus?: IEventBus;
  /**
   * Personal data that status changes carry: `destination`, the phone number, and `source`, the sender.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events.html
   */
  readonly fields?: readonly EventField[];
  /**
   * Whether other webhooks of the vendor, such as inbound SMS, are published too, with their whole body.
   *
   * @default false
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events.html
   */
  readonly otherWebhooks?: boolean;
}

export interface EventPublisherProps extends EventsProps, CommonFunctionProps {
  /** Tables with streams. */
  readonly receiptsTable: ITableV2;
  readonly setAsideTable: ITableV2;
}

/** Longer than the function's own time limit for a batch. */
const TIMEOUT = Duration.seconds(60);
const BATCH_SIZE = 100;
/** AWS's limit. */
const RETENTION = Duration.days(14);

/** The function that publishes changes from the tables' streams, and the queue of unpublished events. */
export class EventPublisher extends Construct {
  readonly bus: IEventBus;
  readonly function: LambdaFunction;
  /** Holds events that could not be published for 12 hours. */
  readonly deadLetterQueue: Queue;

  /** @throws Error if the bus is in another Region */
  constructor(scope: Construct, id: string, props: EventPublisherProps) {
    super(scope, id);
    if (props.bus !== undefined) checkRegion(this, 'events.bus', props.bus.eventBusArn, props.bus);
    const { receiptsTable, setAsideTable, fields = [], otherWebhooks = false, encryptionKey } = props;
    this.bus = props.bus ?? this.newBus(encryptionKey);
    this.deadLetterQueue = new Queue(this, 'DeadLetters', {
      retentionPeriod: RETENTION,
      ...queueEncryption(encryptionKey),
      enforceSSL: true,
      removalPolicy: props.removalPolicy,
    });
    acknowledge(this.deadLetterQueue, {
      id: 'AwsSolutions-SQS3',
      reason: 'This is a dead-letter queue itself. The publisher sends to it, no other queue does.',
    });
    const tables = otherWebhooks ? [receiptsTable, setAsideTable] : [receiptsTable];
    const publisher = new BundledFunction(this, 'Publish', {
      ...props,
      bundle: 'publish',
      description: 'Publishes changes of messages as events',
      timeout: TIMEOUT,
      environment: {
        // Not the name, which does not work for a bus of another account
        [ENVIRONMENT.eventBus]: this.bus.eventBusArn,
        [ENVIRONMENT.eventFields]: fields.join(','),
        [ENVIRONMENT.eventDeadLetterQueueUrl]: this.deadLetterQueue.queueUrl,
      },
      permissions: [
        { sid: 'Publish', actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] },
        { sid: 'KeepFailed', actions: ['sqs:SendMessage'], resources: [this.deadLetterQueue.queueArn] },
        streamPermission(tables),
      ],
    });
    this.function = publisher.function;
    const source = { reader: publisher.live, batchSize: BATCH_SIZE };
    addStreamSource(this, 'Receipts', { ...source, table: receiptsTable });
    if (otherWebhooks) {
      const newItem = { reason: { S: FilterRule.isEqual('other_webhook' satisfies SetAsideReason) } };
      addStreamSource(this, 'SetAside', { ...source, table: setAsideTable, newItem });
    }
  }

  private newBus(kmsKey: IKey | undefined): IEventBus {
    const { stackName, node } = Stack.of(this);
    // By default the CDK names a bus by the ids of its constructs, which stacks of different names may share
    const isNamedByIds = stackName === node.id || Token.isUnresolved(stackName);
    const eventBusName = Names.uniqueResourceName(this, {
      maxLength: 256,
      separator: '-',
      allowedSpecialCharacters: '-',
    });
    const bus = new EventBus(this, 'Bus', { ...(!isNamedByIds && { eventBusName }), ...(kmsKey && { kmsKey }) });
    // The types of CDK do not agree under exactOptionalPropertyTypes
    return bus as IEventBus;
  }
}
