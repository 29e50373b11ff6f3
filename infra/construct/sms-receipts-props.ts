import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Architecture } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IndexName } from '../../contract/tables.ts';
import type { ReceiptsDomain } from './domain.ts';
import type { EventsProps } from './event-publisher.ts';
import type { ReconcileProps } from './reconciler.ts';

/** What a receiver may be given. Every prop has a default. */
export interface SmsReceiptsProps {
  /**
   * Name of the receiver: of its API, the namespace of its metrics, and the beginning of the names of its alarms, its
   * dashboard and its access log. Unique in an account and Region.
   *
   * @default - the name of the stack, with the path of the construct where that is not the whole stack
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
   * Requests a second that the endpoint takes in the long run, and the size of the bucket from which a burst is served.
   * Requests above it get 429, and the vendor posts them again after 1, 10, 30 and 90 seconds.
   *
   * The default is AWS's own quota for an account in a Region, so the stage refuses nothing that the account would
   * take. The price of that: a flood of strangers reaches the function, which refuses each request with 401 or 403, so
   * it costs API Gateway and Lambda requests and shares the account's quota with its other APIs. A lower throttle
   * bounds this cost, and delays or loses receipts in a burst.
   *
   * A stage cannot have more than the account's quota. It is 2,500 a second with a burst of 1,250 in af-south-1,
   * ap-south-2, ap-southeast-3, ap-southeast-4, ap-southeast-5, ap-southeast-7, ca-west-1, eu-central-2, eu-south-1,
   * eu-south-2, il-central-1, me-central-1 and mx-central-1. These are the defaults there if the stack has an explicit
   * Region; otherwise set them.
   *
   * @default - 10,000 a second, burst 5,000
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
   */
  readonly throttle?: ThrottleSettings;
  /**
   * How long the previous token is accepted after a new one was stored in the secret. Whole hours, 1 to 720. The vendor
   * sends the receipts of a message for 48 hours, to a URL that may hold the token of the day when it was sent.
   *
   * @default Duration.hours(72)
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
   */
  readonly tokenOverlap?: Duration;
  /**
   * Concurrent executions reserved for the receiving function, which are also the most that it gets.
   *
   * @default - none; it shares the account's concurrency with all other functions
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   */
  readonly reservedConcurrency?: number;
  /**
   * Concurrent executions of the function that empties the fallback queue, each with 10 bodies; 2 to 1000. Ten of them
   * record about 1,000 receipts a second, which need 3 to 4 write units each: what a new table takes. More would make a
   * table that has just recovered throttle the receipts that arrive meanwhile.
   *
   * @default - 10; with `warmWriteUnits`, one for each 400 of them, at most 100
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  readonly redriveConcurrency?: number;
  /**
   * Write units a second that the receipts table and each of its indexes take from the start; 4,000 and more. Paid once
   * whenever it is raised. It can be raised, never lowered: AWS refuses a lower value.
   *
   * @default - none; AWS starts with 4,000 and follows the load
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
   */
  readonly warmWriteUnits?: number;
  /**
   * Memory of each function in MiB, which also sets its share of a CPU; 128 to 10,240.
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
   * A domain of your own for the callback URL.
   *
   * @default - the API's own host, which changes when the stack is rebuilt
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html
   */
  readonly domain?: ReceiptsDomain;
  /**
   * A KMS key of your own for tables, queues, secret, logs and topic. The stack needs an explicit Region. What the policy
   * of an imported key must allow is printed at synthesis. A key costs $1 a month and $0.03 for 10,000 requests.
   *
   * @default - keys of AWS, without a price
   * @see https://aws.amazon.com/kms/pricing/
   */
  readonly encryptionKey?: IKey;
  /**
   * `RETAIN` protects the tables from deletion, and keeps tables, queues and logs when they leave the stack. `DESTROY`
   * deletes everything with the stack: for trials. No other policy is accepted.
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
   * Topic that the alarms notify. Its policy must allow `cloudwatch.amazonaws.com` to publish.
   *
   * @default - a new topic
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
   */
  readonly alarmTopic?: ITopic;
  /**
   * Where your copy of `docs/runbook.md` is: a URL without `#`. Each alarm then links to its entry.
   *
   * @default - alarms have no link
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html#cfn-cloudwatch-alarm-alarmdescription
   */
  readonly runbookUrl?: string;
  /**
   * Time without any recorded receipt after which an alarm goes off: more than the longest pause of your traffic, at
   * night and on holidays. Whole minutes, 5 to 1440.
   *
   * @default - no such alarm
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
   */
  readonly silenceAlarm?: Duration;
  /**
   * Time from the first `queued` or `sent` status of a message to its `delivered` one. An alarm goes off where one
   * message in ten takes longer, by the messages of 15 minutes; it needs 100 of them. Whole minutes, 1 to 2880.
   *
   * Off by default, because it depends on the recipients: phones that are off at night are no failure of anything.
   * A service that sends one-time codes may choose 5 minutes.
   *
   * @default - no such alarm
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
   */
  readonly slowDelivery?: Duration;
  /**
   * Whether to create a dashboard. Its name ends in the Region, because dashboards of all Regions share their names.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
   */
  readonly dashboard?: boolean;
  /**
   * Whether recorded receipts are also counted by sub-account, at the price of one more custom metric for each.
   *
   * @default false
   * @see https://aws.amazon.com/cloudwatch/pricing/
   */
  readonly subAccountMetrics?: boolean;
  /**
   * Publishes each change of a message's current status on EventBridge. It costs $1.00 for a million events, and the
   * requests and the time of a function.
   *
   * @default - nothing is published
   * @see https://aws.amazon.com/eventbridge/pricing/
   */
  readonly events?: EventsProps;
  /**
   * Compares the table with the vendor's own log of messages on a schedule, and records what is missing. The API key of
   * the vendor must be stored in the secret that this creates; until then each run fails, with an alarm.
   *
   * @default - nothing is compared
   * @see https://developer.8x8.com/connect/reference/start-log-export-job
   */
  readonly reconcile?: ReconcileProps;
  /**
   * Folder that holds the bundle of each function.
   *
   * @default - the bundles that come with the construct
   * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda.Code.html
   */
  readonly bundles?: string;
}
