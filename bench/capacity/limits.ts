import { defaultEventQuota } from '../../contract/event-quota.ts';
import { SQS_IN_FLIGHT } from '../../contract/queue-quota.ts';

/** A limit of AWS. If it can be raised, the default quota of an account. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  /** Page of AWS that states it. */
  readonly source: string;
}

const API_GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html';
const LAMBDA_CONCURRENCY = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html';
const LAMBDA_SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html';
const LAMBDA_SQS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html';
const ON_DEMAND = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html';
const SQS_QUOTAS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html';
const EVENT_BRIDGE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html';
const PARTITIONS =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-key-range-limit-exceeded-mitigation.html';

/** Every limit of AWS that the simulation knows. */
export const LIMITS = {
  /** Can be raised. 2,500 in some Regions: the source names them. */
  apiGatewayRate: { value: 10_000, unit: 'requests a second, per account and Region', source: API_GATEWAY },
  /** AWS sets it together with the rate. 1,250 if the rate is 2,500. */
  apiGatewayBurst: { value: 5_000, unit: 'requests in the token bucket', source: API_GATEWAY },
  /** Can be raised. New accounts have less. */
  lambdaConcurrency: { value: 1_000, unit: 'executions at once, per account and Region', source: LAMBDA_CONCURRENCY },
  lambdaRequestsPerConcurrency: {
    value: 10,
    unit: 'requests a second, for each unit of the concurrency quota',
    source: LAMBDA_CONCURRENCY,
  },
  /** One instance also allows 10 more requests a second. AWS refills the allowance continuously. */
  lambdaScaling: { value: 1_000, unit: 'more instances of one function in 10 seconds', source: LAMBDA_SCALING },
  lambdaScalingPeriodMs: { value: 10_000, unit: 'milliseconds', source: LAMBDA_SCALING },
  /** For a table or index without a higher load so far. `warmWriteUnits` raises it. */
  dynamoDbNewTable: { value: 4_000, unit: 'write units a second, for a table or index', source: ON_DEMAND },
  /** AWS asks for 30 minutes before the load doubles again. */
  dynamoDbGrowth: { value: 2, unit: 'times the previous peak', source: ON_DEMAND },
  dynamoDbGrowthAfterMinutes: { value: 30, unit: 'minutes', source: ON_DEMAND },
  /** Can be raised. */
  dynamoDbTableQuota: { value: 40_000, unit: 'write units a second, for a table or index', source: ON_DEMAND },
  /** AWS splits a hot key at some time, but does not promise when, so the simulation ignores it. */
  dynamoDbPartition: { value: 1_000, unit: 'write units a second, for a partition', source: PARTITIONS },
  sqsBatches: { value: 5, unit: 'batches at once when a queue begins to fill', source: LAMBDA_SQS },
  /** Can be raised. Paused bodies and those in process. SQS delivers no more until some are recorded, or visible again. */
  sqsInFlight: { value: SQS_IN_FLIGHT, unit: 'messages of a queue', source: SQS_QUOTAS },
  /** Can be raised. As in us-east-1: 750 in some Regions. With one target for each event, PutEvents is not reached before. */
  eventBridgeInvocations: {
    value: defaultEventQuota('us-east-1'),
    unit: 'invocations of targets a second',
    source: EVENT_BRIDGE,
  },
  sqsBatchesPerMinute: { value: 300, unit: 'more batches at once, per minute', source: LAMBDA_SQS },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitValues = Readonly<Record<keyof typeof LIMITS, number>>;

export const LIMIT_VALUES = Object.fromEntries(
  Object.entries(LIMITS).map(([name, { value }]) => [name, value]),
) as LimitValues;
