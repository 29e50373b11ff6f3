import { Duration } from 'aws-cdk-lib';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEFAULTS } from '../../contract/defaults.ts';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { DIMENSIONS, METRICS } from '../../contract/metrics.ts';
import { BundledFunction, type CommonFunctionProps } from './bundled-function.ts';
import type { SmsReceiptsProps } from './sms-receipts-props.ts';
import { type TableAccessProps, tableEnvironment, tablePermissions } from './table-access.ts';

export interface ReceiveFunctionProps
  extends CommonFunctionProps,
    TableAccessProps,
    Pick<SmsReceiptsProps, 'tokenOverlap' | 'reservedConcurrency'> {
  readonly fallbackQueue: IQueue;
  readonly token: Secret;
  /** Addresses and CIDR blocks, comma-separated; empty for any. */
  readonly sourceList: string;
}

const DEFAULT_TOKEN_OVERLAP = Duration.hours(DEFAULTS.tokenOverlapHours);

/** The line of each request. The vendor posts an invalid body five times, but each body counts once; a probe, never. */
const REQUESTS = FilterPattern.all(
  FilterPattern.exists('$.outcome'),
  FilterPattern.any(FilterPattern.stringValue('$.outcome', '!=', 'invalid'), FilterPattern.notExists('$.repeated')),
  FilterPattern.notExists('$.probe'),
);

/** Adds the function that receives delivery receipts. */
export function addReceiveFunction(scope: Construct, props: ReceiveFunctionProps): BundledFunction {
  const { token, tokenOverlap = DEFAULT_TOKEN_OVERLAP, fallbackQueue } = props;
  const parent = new Construct(scope, 'Receive');
  const receive = new BundledFunction(parent, 'Receive', {
    ...props,
    bundle: 'receive',
    description: 'Receives delivery receipts and merges each into the item of its message',
    // The function answers within 4.5 seconds, including a cold start
    timeout: Duration.seconds(10),
    reservedExecutions: props.reservedConcurrency,
    environment: {
      ...tableEnvironment(props),
      [ENVIRONMENT.tokenSecretId]: token.secretArn,
      [ENVIRONMENT.tokenOverlapHours]: `${tokenOverlap.toHours()}`,
      [ENVIRONMENT.fallbackQueueUrl]: fallbackQueue.queueUrl,
      [ENVIRONMENT.allowedSources]: props.sourceList,
    },
    permissions: [
      ...tablePermissions(props),
      { sid: 'ReadToken', actions: ['secretsmanager:GetSecretValue'], resources: [token.secretArn] },
      { sid: 'Queue', actions: ['sqs:SendMessage'], resources: [fallbackQueue.queueArn] },
    ],
  });
  // Embedded in the lines, as other metrics are, it would be a sixth of each receipt's line, which has a price
  new MetricFilter(parent, 'Requests', {
    logGroup: receive.logGroup,
    filterPattern: REQUESTS,
    metricNamespace: props.metricsNamespace,
    metricName: METRICS.requests,
    dimensions: { [DIMENSIONS.outcome]: '$.outcome' },
  });
  return receive;
}
