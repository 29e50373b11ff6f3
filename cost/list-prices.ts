/**
 * AWS's list prices in dollars for us-east-1, first volume tier, without the free tier. They were copied by hand. Check the
 * pages before you rely on a sum.
 */
export const LIST_PRICES = {
  asOf: '2026-11-22',
  region: 'us-east-1',
  /**
   * HTTP APIs in units of 512 KB, REST APIs.
   * @see https://aws.amazon.com/api-gateway/pricing/
   */
  apiGateway: { httpApiPerMillion: 1.0 },
  /**
   * arm64.
   * @see https://aws.amazon.com/lambda/pricing/
   */
  lambda: { perMillionRequests: 0.2, perGbSecond: 0.0000133334 },
  /**
   * On-demand capacity, Standard table class. Point-in-time recovery is billed by the size of the table.
   * @see https://aws.amazon.com/dynamodb/pricing/on-demand/
   */
  dynamoDb: {
    perMillionWriteUnits: 0.625,
    perMillionReadUnits: 0.125,
    storagePerGbMonth: 0.25,
    pointInTimeRecoveryPerGbMonth: 0.2,
    /**
     * Once for each write unit a second that warm throughput is raised by: the price of a provisioned unit for an hour.
     * @see https://aws.amazon.com/blogs/database/pre-warming-amazon-dynamodb-tables-with-warm-throughput/
     */
    perWarmWriteUnit: 0.00065,
  },
  /**
   * Logs, Standard class.
   * @see https://aws.amazon.com/cloudwatch/pricing/
   */
  logs: { ingestionPerGb: 0.5, storagePerGbMonth: 0.03 },
  /**
   * Custom metrics, each for the hours in which it has values; metrics that an alarm watches; dashboards, of which an account's
   * first three are free; metrics that GetMetricData asks for.
   * @see https://aws.amazon.com/cloudwatch/pricing/
   */
  cloudWatch: { perMetricMonth: 0.3, perAlarmMetricMonth: 0.1, perDashboardMonth: 3, per1000MetricsRequested: 0.01 },
  /**
   * A key, without its requests.
   * @see https://aws.amazon.com/kms/pricing/
   */
  kms: { perKeyMonth: 1 },
  /** @see https://aws.amazon.com/secrets-manager/pricing/ */
  secretsManager: { perSecretMonth: 0.4, per10000Calls: 0.05 },
  /**
   * Standard queues.
   * @see https://aws.amazon.com/sqs/pricing/
   */
  sqs: { perMillionRequests: 0.4 },
  /**
   * Events that an account puts on a bus, in units of 64 KB. Rules and their targets in the account have no price.
   * @see https://aws.amazon.com/eventbridge/pricing/
   */
  eventBridge: { perMillionEvents: 1.0, eventUnitBytes: 64 * 1024 },
  /**
   * Direct PUT, each record in steps of 5 KB, and the conversion to Parquet.
   * @see https://aws.amazon.com/firehose/pricing/
   */
  firehose: { perGb: 0.029, conversionPerGb: 0.018, stepBytes: 5 * 1024 },
  /**
   * S3 Standard.
   * @see https://aws.amazon.com/s3/pricing/
   */
  s3: { storagePerGbMonth: 0.023, per1000Puts: 0.005 },
  /**
   * Invocations of EventBridge Scheduler.
   * @see https://aws.amazon.com/eventbridge/pricing/
   */
  scheduler: { perMillionInvocations: 1.0 },
  /**
   * From AWS to the internet, which HTTP APIs pay as EC2 does.
   * @see https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer
   */
  dataOut: { perGb: 0.09 },
} as const;
