import { Duration, Token } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEFAULTS } from '../../contract/defaults.ts';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { BundledFunction, type CommonFunctionProps } from './bundled-function.ts';
import type { SmsReceiptsProps } from './sms-receipts-props.ts';
import { type TableAccessProps, tableEnvironment, tablePermissions } from './table-access.ts';

export interface RedriveFunctionProps
  extends CommonFunctionProps,
    TableAccessProps,
    Pick<SmsReceiptsProps, 'redriveConcurrency' | 'warmWriteUnits'> {
  readonly fallbackQueue: IQueue;
}

/** Longer than the function's own time limit for a batch. */
export const REDRIVE_TIMEOUT = Duration.seconds(30);
/** Messages per execution, which records them concurrently. */
const BATCH_SIZE = 10;
/** An execution records about 130 receipts a second. Each is one write unit of the table and, at most, of each index. */
const WRITE_UNITS_PER_EXECUTION = 200;

/** Adds the function that records bodies from the fallback queue. */
export function addRedriveFunction(scope: Construct, props: RedriveFunctionProps): BundledFunction {
  const { fallbackQueue, redriveConcurrency = concurrencyFor(props.warmWriteUnits) } = props;
  const parent = new Construct(scope, 'Redrive');
  const redrive = new BundledFunction(parent, 'Redrive', {
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
  });
  new EventSourceMapping(parent, 'Source', {
    target: redrive.live,
    eventSourceArn: fallbackQueue.queueArn,
    batchSize: BATCH_SIZE,
    reportBatchItemFailures: true,
    // A full queue must not starve the receive function, or throttle a table that has just recovered
    maxConcurrency: redriveConcurrency,
  });
  return redrive;
}

/** As many executions as the table can serve. 100 keep up with an endpoint at 10,000 receipts a second. */
function concurrencyFor(writeUnits: number | undefined): number {
  if (writeUnits === undefined || Token.isUnresolved(writeUnits)) return DEFAULTS.redriveConcurrency;
  return Math.min(100, Math.floor(writeUnits / WRITE_UNITS_PER_EXECUTION));
}
