import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, type IFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { BundledFunction, type CommonFunctionProps } from './bundled-function.ts';
import { type TableAccessProps, tableEnvironment, tablePermissions } from './table-access.ts';

export interface RedriveFunctionProps extends CommonFunctionProps, TableAccessProps {
  readonly fallbackQueue: IQueue;
  /** Concurrent executions. */
  readonly concurrency: number;
}

/** Longer than the function's own time limit for a batch. */
export const REDRIVE_TIMEOUT = Duration.seconds(30);
/** Messages per execution, which records them concurrently. */
const BATCH_SIZE = 10;

/** The function that records bodies from the fallback queue. */
export class RedriveFunction extends Construct {
  readonly function: LambdaFunction;
  /** The version that callers use. */
  readonly live: IFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: RedriveFunctionProps) {
    super(scope, id);
    const { fallbackQueue, concurrency } = props;
    ({
      function: this.function,
      live: this.live,
      logGroup: this.logGroup,
    } = new BundledFunction(this, 'Redrive', {
      ...props,
      bundle: 'redrive',
      description: 'Records the bodies in the fallback queue',
      timeout: REDRIVE_TIMEOUT,
      environment: { ...tableEnvironment(props), [ENVIRONMENT.fallbackQueueUrl]: fallbackQueue.queueUrl },
      permissions: [
        ...tablePermissions(props),
        {
          sid: 'TakeFromQueue',
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
          resources: [fallbackQueue.queueArn],
        },
      ],
    }));
    new EventSourceMapping(this, 'Source', {
      target: this.live,
      eventSourceArn: fallbackQueue.queueArn,
      batchSize: BATCH_SIZE,
      reportBatchItemFailures: true,
      // A full queue must not starve the receive function, or throttle a table that has just recovered
      maxConcurrency: concurrency,
    });
  }
}
