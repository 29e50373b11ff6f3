import { Duration } from 'aws-cdk-lib';
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { DIMENSIONS, METRICS } from '../../contract/metrics.ts';
import { BundledFunction, type CommonFunctionProps } from './bundled-function.ts';
import { type TableAccessProps, tableEnvironment, tablePermissions } from './table-access.ts';

export interface ReceiveFunctionProps extends CommonFunctionProps, TableAccessProps {
  readonly fallbackQueue: IQueue;
  readonly token: Secret;
  /** How long the previous token is accepted, in whole hours. */
  readonly tokenOverlap: Duration;
  /** Addresses and CIDR blocks, comma-separated; empty for any. */
  readonly allowedSources: string;
  readonly reservedConcurrency: number | undefined;
}

/** The line of each request. The vendor posts an invalid body five times, but each body counts once; a probe, never. */
const REQUESTS = FilterPattern.all(
  FilterPattern.exists('$.outcome'),
  FilterPattern.any(FilterPattern.stringValue('$.outcome', '!=', 'invalid'), FilterPattern.notExists('$.repeated')),
  FilterPattern.notExists('$.probe'),
);

/** The function that receives delivery receipts. */
export class ReceiveFunction extends Construct {
  readonly function: LambdaFunction;
  /** The version that callers use. */
  readonly live: IFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ReceiveFunctionProps) {
    super(scope, id);
    const { token, tokenOverlap, fallbackQueue } = props;
    ({
      function: this.function,
      live: this.live,
      logGroup: this.logGroup,
    } = new BundledFunction(this, 'Receive', {
      ...props,
      bundle: 'receive',
      description: 'Receives delivery receipts and merges each into the item of its message',
      // The function answers within 4.5 seconds, including a cold start
      timeout: Duration.seconds(10),
      environment: {
        ...tableEnvironment(props),
        [ENVIRONMENT.tokenSecretId]: token.secretArn,
        [ENVIRONMENT.tokenOverlapHours]: `${tokenOverlap.toHours()}`,
        [ENVIRONMENT.fallbackQueueUrl]: fallbackQueue.queueUrl,
        [ENVIRONMENT.allowedSources]: props.allowedSources,
      },
      permissions: [
        ...tablePermissions(props),
        { sid: 'ReadToken', actions: ['secretsmanager:GetSecretValue'], resources: [token.secretArn] },
        { sid: 'Queue', actions: ['sqs:SendMessage'], resources: [fallbackQueue.queueArn] },
      ],
    }));
    // Embedded in the lines, as other metrics are, it would be a sixth of each receipt's line, which has a price
    new MetricFilter(this, 'Requests', {
      logGroup: this.logGroup,
      filterPattern: REQUESTS,
      metricNamespace: props.metricsNamespace,
      metricName: METRICS.requests,
      dimensions: { [DIMENSIONS.outcome]: '$.outcome' },
    });
  }
}
