import { Duration } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEFAULTS } from '../../contract/defaults.ts';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { apiUrlOf } from '../../eight-by-eight/regions.ts';
import { acknowledge } from './acknowledge.ts';
import { BundledFunction, type CommonFunctionProps } from './bundled-function.ts';
import { queueEncryption } from './fallback-queue.ts';
import { queueKeyStatement } from './key-use.ts';
import { schedulerRole } from './scheduler-role.ts';

/** How the table is compared with the vendor's own log of messages. */
export interface ReconcileProps {
  /**
   * Ids of the sub-accounts whose logs are read.
   *
   * @see https://developer.8x8.com/connect/reference/start-log-export-job
   */
  readonly subAccounts: readonly string[];
  /**
   * Time between two runs. Each run reads the messages of this time and of the 72 hours before it. Whole hours, 1 to 72.
   *
   * @default Duration.days(1)
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   */
  readonly every?: Duration;
  /**
   * Address of the vendor's API, in the region of the account. It gets the API key, so it must begin with `https://`.
   *
   * @default https://sms.8x8.com
   * @see https://developer.8x8.com/connect/reference/start-log-export-job
   */
  readonly apiUrl?: string;
  /**
   * An alarm goes off if more than this share of a sub-account's messages in a run had no item: above 0, up to 1. Each
   * sub-account has its own alarm.
   *
   * @default 0.01
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Alarms.html
   */
  readonly missingShare?: number;
}

export interface ReconcilerProps extends ReconcileProps, CommonFunctionProps {
  readonly receiptsTable: ITableV2;
  /** How long items are kept, in whole days. */
  readonly retention: Duration;
}

export const DEFAULT_RECONCILE_EVERY = Duration.hours(DEFAULTS.reconcileHours);
/** AWS's limit. */
const TIMEOUT = Duration.minutes(15);
/**
 * Longer than an invocation. AWS recommends six times as long for throttled messages. Not here: three tries end after 90
 * minutes, and the next run makes up for an outage of hours.
 */
const VISIBILITY = Duration.minutes(30);
const MAX_RECEIVES = 3;
const RETENTION = Duration.days(14);
/** AWS's minimum. Two concurrent files leave enough capacity of the table for receipts. */
const CONCURRENCY = 2;

/** The function that compares the table with the vendor's log, its schedule, and the queue of its steps. */
export class Reconciler extends Construct {
  readonly function: LambdaFunction;
  /** Secret for the vendor's API key. It has no value until somebody stores one. */
  readonly apiKey: CfnSecret;
  /** Steps that failed three times. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: ReconcilerProps) {
    super(scope, id);
    const { receiptsTable, retention, subAccounts, every = DEFAULT_RECONCILE_EVERY, encryptionKey } = props;
    const common = { ...queueEncryption(encryptionKey), enforceSSL: true, retentionPeriod: RETENTION };
    this.deadLetterQueue = new Queue(this, 'DeadLetters', common);
    const queue = new Queue(this, 'Steps', {
      ...common,
      visibilityTimeout: VISIBILITY,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: MAX_RECEIVES },
    });
    this.apiKey = this.newSecret(encryptionKey?.keyArn);
    const { function: reconcile, live } = new BundledFunction(this, 'Reconcile', {
      ...props,
      bundle: 'reconcile',
      description: "Compares the table with the vendor's log of messages, and records what is missing",
      timeout: TIMEOUT,
      // Each step sends the next one. Lambda takes this for an endless loop and stops it after 16 steps, but an export that
      // is polled each minute may take hours: https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
      recursiveLoop: RecursiveLoop.ALLOW,
      environment: {
        [ENVIRONMENT.receiptsTable]: receiptsTable.tableName,
        [ENVIRONMENT.retentionDays]: `${retention.toDays()}`,
        [ENVIRONMENT.reconcileQueueUrl]: queue.queueUrl,
        [ENVIRONMENT.vendorApiKeySecretId]: this.apiKey.ref,
        [ENVIRONMENT.vendorApiUrl]: props.apiUrl ?? apiUrlOf('apac'),
      },
      permissions: [
        {
          sid: 'Reconcile',
          actions: ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem', 'dynamodb:GetItem'],
          resources: [receiptsTable.tableArn],
        },
        { sid: 'ReadApiKey', actions: ['secretsmanager:GetSecretValue'], resources: [this.apiKey.ref] },
        {
          sid: 'TakeSteps',
          actions: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          resources: [queue.queueArn],
        },
      ],
    });
    this.function = reconcile;
    new EventSourceMapping(this, 'Source', {
      target: live,
      eventSourceArn: queue.queueArn,
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: CONCURRENCY,
    });
    const role = schedulerRole(this, [
      new PolicyStatement({ sid: 'StartSteps', actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
      ...(encryptionKey === undefined ? [] : [queueKeyStatement(this, encryptionKey)]),
    ]);
    for (const subAccountId of subAccounts) {
      const message = { step: 'start', subAccountId, hours: DEFAULTS.reconcileLookBackHours + every.toHours() };
      new Schedule(this, `Schedule-${subAccountId}`, {
        description: `Starts to reconcile the sub-account ${subAccountId}`,
        schedule: ScheduleExpression.rate(every),
        target: new SqsSendMessage(queue, { input: ScheduleTargetInput.fromObject(message), role }),
      });
    }
  }

  /** The CDK's class `Secret` would generate a value. */
  private newSecret(kmsKeyId: string | undefined): CfnSecret {
    const secret = new CfnSecret(this, 'ApiKey', {
      description: 'API key of the 8x8 account, which reads its log of messages. Store it by hand.',
      ...(kmsKeyId !== undefined && { kmsKeyId }),
    });
    acknowledge(secret, {
      id: 'AwsSolutions-SMG4',
      reason: 'The key is created in 8x8 Connect, which has no API to rotate it. The owner replaces it by hand.',
    });
    return secret;
  }
}
