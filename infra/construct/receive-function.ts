import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../contract/environment.ts';
import type { Settings } from '../settings.ts';
import { type CommonFunctionProps, ReceiptsFunction } from './receipts-function.ts';
import type { Tables } from './tables.ts';

export interface ReceiveFunctionProps extends CommonFunctionProps {
  readonly tables: Tables;
  readonly token: Secret;
  readonly fallbackQueue: IQueue;
  readonly settings: CommonFunctionProps['settings'] &
    Pick<
      Settings,
      'retentionDays' | 'setAsideRetentionDays' | 'tokenOverlapHours' | 'allowedSources' | 'reservedConcurrency'
    >;
}

/** The function that receives delivery receipts. */
export class ReceiveFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ReceiveFunctionProps) {
    super(scope, id);
    const { tables, token, fallbackQueue, settings } = props;
    ({ function: this.function, logGroup: this.logGroup } = new ReceiptsFunction(this, 'Receive', {
      ...props,
      bundle: 'receive',
      description: 'Receives delivery receipts and merges each into the item of its message',
      // It answers within 8 seconds by itself, after a cold start
      timeout: Duration.seconds(15),
      reservedConcurrency: settings.reservedConcurrency,
      environment: {
        ...tables.environment(settings),
        [ENVIRONMENT.tokenSecretId]: token.secretArn,
        [ENVIRONMENT.tokenOverlapHours]: `${settings.tokenOverlapHours}`,
        [ENVIRONMENT.fallbackQueueUrl]: fallbackQueue.queueUrl,
        [ENVIRONMENT.allowedSources]: settings.allowedSources.join(','),
      },
      permissions: [
        ...tables.permissions(),
        { sid: 'ReadToken', actions: ['secretsmanager:GetSecretValue'], resources: [token.secretArn] },
        { sid: 'Queue', actions: ['sqs:SendMessage'], resources: [fallbackQueue.queueArn] },
      ],
    }));
  }
}
