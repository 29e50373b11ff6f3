import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Architecture } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IndexName } from '../../contract/tables.ts';
import type { ArchiveProps } from './archive.ts';
import type { Deployment } from './canary.ts';
import type { ReceiptsDomain } from './domain.ts';
import type { EventsProps } from './event-publisher.ts';
import type { PageProps } from './page-props.ts';
import type { ReconcileProps } from './reconciler.ts';

/** Props of a receiver. All have defaults. */
export interface SmsReceiptsProps {
  /**
   * Name of the receiver's API, namespace of its metrics, and prefix of the names of its alarms, dashboard and access log.
   * It must be unique in the account and Region.
   *
   * @default - the name of the stack, with the path of the construct if it is not the whole stack
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Namespace
   */
  readonly name?: string;
  /**
   * How long an item is kept after its newest recorded status. Whole days, 3 to 3650.
   *
   * @default Duration.days(90)
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
   */
  readonly retention?: Duration;
  /**
   * How long a set-aside body is kept after its newest copy. Bodies of inbound SMS hold text and phone numbers. Whole
   * days, 1 to 3650.
   *
   * @default Duration.days(30)
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
   */
  readonly setAsideRetention?: Duration;
  /**
   * Indexes of the receipts table. CloudFormation adds or removes one index in a deployment, not more.
   *
   * @default - byClientMessageId, byDestination and byBatchId
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html
   */
  readonly indexes?: readonly IndexName[];
  /**
   * Who may post: addresses, CIDR blocks, and the vendor's regions `8x8:apac`, `8x8:id`, `8x8:eu` and `8x8:na`. The
   * token is required in any case.
   *
   * @default - any address
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
   */
  readonly allowedSources?: readonly string[];
  /**
   * Sustained requests per second, and the size of the token bucket for bursts. Requests above it get 429, and the vendor
   * posts them again after 1, 10, 30 and 90 seconds.
   *
   * Without a throttle the quota of the account holds, which all its APIs in the Region share: 10,000 a second with a burst
   * of 5,000, or 2,500 and 1,250 in 13 Regions that the page below names. A flood of strangers' requests then reaches the
   * function, which refuses each with 401 or 403. A throttle limits what this costs, but delays or loses receipts in a burst.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
   */
  readonly throttle?: ThrottleSettings;
  /**
   * How long the previous token is accepted after a new one was stored. Whole hours, 1 to 720. The vendor sends the receipts
   * of a message for 48 hours, and their URL may contain the token from the time of sending.
   *
   * @default Duration.hours(72)
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
   */
  readonly tokenOverlap?: Duration;
  /**
   * Reserved concurrent executions of the receive function. This is also its maximum.
   *
   * @default - none; it shares the account's concurrency with all other functions
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   */
  readonly reservedConcurrency?: number;
  /**
   * Concurrent executions of all functions that AWS allows the account in this Region. An alarm goes off at 80 % of it. Whole
   * number, 10 to 1,000,000.
   *
   * @default 1000
   * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   */
  readonly accountConcurrency?: number;
  /**
   * Concurrent executions of the redrive function, each with 10 bodies; 2 to 1000. Twenty of them record about 2,700 receipts a
   * second, within the 4,000 write units a second of a new table and of each of its indexes. With more, a table that has just
   * recovered would throttle new receipts.
   *
   * @default - 20; with `warmWriteUnits`, one per 200 units, at most 100
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  readonly redriveConcurrency?: number;
  /**
   * Write units per second that the receipts table and each of its indexes accept from the start; 4,000 and more. Each
   * increase is billed once. AWS refuses a lower value later.
   *
   * @default - none; AWS starts with 4,000 and follows the load
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
   */
  readonly warmWriteUnits?: number;
  /**
   * A table to use instead of a new receipts table: one that was restored to a point in time. The table that the stack has
   * until then stays in the account, outside the stack. Only with the removal policy `RETAIN`. Its key is `umid`; its indexes
   * are named in `indexes`. What a restore leaves out (expiry, backups, protection, stream) is set by hand; `tableStreamArn` is
   * needed with `events`.
   *
   * @default - a new table
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/pointintimerecovery_restores.html
   */
  readonly existingReceiptsTable?: ITableV2;
  /**
   * Memory of each function in MiB, which also determines its CPU share; 128 to 10,240.
   *
   * @default 512
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   */
  readonly memorySize?: number;
  /**
   * Processor of the functions.
   *
   * @default Architecture.ARM_64
   * @see https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html
   */
  readonly architecture?: Architecture;
  /**
   * Your own domain for the callback URL.
   *
   * @default - the API's own host, which changes when the stack is rebuilt
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html
   */
  readonly domain?: ReceiptsDomain;
  /**
   * Your own KMS key for tables, queues, secret, logs and topic; not an alias. The stack needs an explicit Region. The
   * synthesis prints the policy statements that an imported key needs. A key costs $1 a month and $0.03 for 10,000 requests.
   *
   * @default - AWS's own keys, which are free
   * @see https://aws.amazon.com/kms/pricing/
   */
  readonly encryptionKey?: IKey;
  /**
   * `RETAIN` protects the tables from deletion, lets them be recovered to a point in time, and keeps tables, queues and logs
   * when they leave the stack. `DESTROY` deletes everything with the stack, and keeps no backups: for trials. No other policy is
   * accepted.
   *
   * @default RemovalPolicy.RETAIN
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.RemovalPolicy.html
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * How long logs are kept.
   *
   * @default RetentionDays.ONE_MONTH
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_logs.RetentionDays.html
   */
  readonly logRetention?: RetentionDays;
  /**
   * Whether to create alarms.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Alarms.html
   */
  readonly alarms?: boolean;
  /**
   * Topic that the alarms notify, in the Region of the stack. Its policy must allow `cloudwatch.amazonaws.com` to publish.
   *
   * @default - a new topic
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
   */
  readonly alarmTopic?: ITopic;
  /**
   * Topic for the alarms that can wait for the day: no receipt is being lost. Their names have `ticket`, those of the others
   * `page`. In the Region of the stack; its policy must allow `cloudwatch.amazonaws.com` to publish.
   *
   * @default - the topic of all alarms
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
   */
  readonly ticketTopic?: ITopic;
  /**
   * URL of your copy of `docs/runbook.md`, without `#`. Each alarm then links to its entry.
   *
   * @default - alarms name the entry of `docs/runbook.md`
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html#cfn-cloudwatch-alarm-alarmdescription
   */
  readonly runbookUrl?: string;
  /**
   * An alarm goes off after this time without a recorded receipt. Choose more than the longest pause of your traffic, at
   * night and on holidays. Whole minutes, 5 to 1440.
   *
   * Off by default, because only you know your longest pause, and CloudWatch cannot tell a receiver that got nothing yet from
   * one that gets nothing any more: the alarm would go off soon after each first deployment.
   *
   * @default - no such alarm
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
   */
  readonly silenceAlarm?: Duration;
  /**
   * An alarm goes off if one message in ten takes longer than this from its first `queued` or `sent` status to its
   * `delivered` one, in a period of 15 minutes with at least 100 messages. Whole minutes, 1 to 2880.
   *
   * Off by default, because delivery depends on the recipients: a phone that is off at night is not a failure. A service
   * that sends one-time codes may choose 5 minutes.
   *
   * @default - no such alarm
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
   */
  readonly slowDelivery?: Duration;
  /**
   * An alarm goes off if a smaller share of the final statuses of an hour, in percent, is `delivered`, of at least 100. Whole
   * number, 1 to 99.
   *
   * Off by default, because the usual rate depends on your recipients: the dashboard shows it. Choose a few percent less. The
   * alarm costs $0.20 a month.
   *
   * @default - no such alarm
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
   */
  readonly lowDeliveryRate?: number;
  /**
   * An alarm goes off if messages are sent but do not finish: in each of three such times there are fewer final statuses than
   * `stalledDeliveryPercent` of the `sent` ones, of at least 100. The other alarms on delivery see only messages that finish,
   * and so fall silent when an operator stops. Choose the time in which most of your messages finish. Whole minutes, 5 to 480.
   *
   * Off by default, because only you know that time. The alarm costs $0.20 a month.
   *
   * @default - no such alarm
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
   */
  readonly stalledDelivery?: Duration;
  /**
   * The share for `stalledDelivery` in percent. Countries that never confirm lower the usual share; an operator with a small
   * part of your messages needs a high one. Whole number, 1 to 99.
   *
   * @default 50
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
   */
  readonly stalledDeliveryPercent?: number;
  /**
   * Whether alarms go off for errors that somebody can do something about: fraud (99), no credit (42), spam and content (43,
   * 60), sent too fast (50). Each costs $0.10 a month, and $0.30 for its metric in the hours with such errors.
   *
   * @default false
   * @see https://aws.amazon.com/cloudwatch/pricing/
   */
  readonly errorAlarms?: boolean;
  /**
   * Time between two probes: a function posts a test receipt through the public address, which proves name, certificate,
   * token, function and table. An alarm goes off if two of three fail. Not counted as a receipt, without an event, and its
   * item expires like the others. Not with `allowedSources`, because the function has no fixed address. Whole minutes, 1 to 60.
   *
   * @default - no probes
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
   */
  readonly probe?: Duration;
  /**
   * For each currency an amount: an alarm goes off if the messages of 24 hours cost more, by the prices in their receipts. Each
   * message counts once. Messages that only reconciling records do not count. Currencies by ISO 4217, such as `{ USD: 100 }`.
   *
   * Each currency costs $0.40 a month, for its metric and its alarm, and a few bytes of log for each message.
   *
   * @default - no such alarms
   * @see https://aws.amazon.com/cloudwatch/pricing/
   */
  readonly spendAlarm?: Readonly<Record<string, number>>;
  /**
   * Whether to create a dashboard. Its name ends in the Region, because dashboards of all Regions share their names.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
   */
  readonly dashboard?: boolean;
  /**
   * Whether recorded receipts are also counted by sub-account. Each costs one more custom metric.
   *
   * @default false
   * @see https://aws.amazon.com/cloudwatch/pricing/
   */
  readonly subAccountMetrics?: boolean;
  /**
   * Publishes each change of a message's current status on EventBridge. It costs $1.00 for a million events, plus the
   * requests and the duration of a function.
   *
   * @default - nothing is published
   * @see https://aws.amazon.com/eventbridge/pricing/
   */
  readonly events?: EventsProps;
  /**
   * Keeps every version of each message on S3 for years, without phone numbers, for queries with Athena. It uses the stream of
   * the receipts table, which has room for two readers: the events are the other.
   *
   * @default - nothing is archived
   * @see https://docs.aws.amazon.com/athena/latest/ug/what-is.html
   */
  readonly archive?: ArchiveProps;
  /**
   * Compares the table with the vendor's own log of messages on a schedule, and records what is missing. Store the
   * vendor's API key in the secret that this creates. Until then each run fails with an alarm.
   *
   * @default - nothing is compared
   * @see https://developer.8x8.com/connect/reference/start-log-export-job
   */
  readonly reconcile?: ReconcileProps;
  /**
   * A page to look up messages, for people who sign in with the account of their company by OpenID Connect. It has an API, a
   * function and a role of its own, and only reads. Each look is in its log. The page costs $0.40 a month for a secret, and next
   * to nothing while nobody looks. It reserves 20 executions, unless `accountConcurrency` is below 1000.
   *
   * @default - no page
   * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
   */
  readonly page?: PageProps;
  /**
   * How a new version of the receive function gets its requests: `canary` a tenth of them for five minutes, and none any more
   * if an alarm says that receipts are lost; `all-at-once` all of them. The first deployment takes as long with both, each later
   * one that changes the function five minutes longer with `canary`. The other functions change all at once, because their
   * sources keep what fails. `canary` needs alarms. CodeDeploy is free for Lambda.
   *
   * @default - canary; all-at-once without alarms
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
   */
  readonly deployment?: Deployment;
  /**
   * Folder that holds the bundle of each function.
   *
   * @default - the bundles that come with the construct
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda.Code.html
   */
  readonly bundles?: string;
}
