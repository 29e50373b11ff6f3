import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { BundledFunction, type CommonFunctionProps } from './bundled-function.ts';
import { schedulerRole } from './scheduler-role.ts';

export interface ProbeProps extends CommonFunctionProps {
  /** Time between two probes, in whole minutes. */
  readonly every: Duration;
  /** The public address of the endpoint. */
  readonly callbackUrl: string;
  readonly token: Secret;
}

/** Longer than the function waits for the secret and for the endpoint. */
const TIMEOUT = Duration.seconds(20);

/** The function that posts test receipts through the public address, and its schedule. */
export class Probe extends Construct {
  readonly function: IFunction;
  readonly every: Duration;

  constructor(scope: Construct, id: string, props: ProbeProps) {
    super(scope, id);
    const { every, callbackUrl, token } = props;
    const { function: probe, live } = new BundledFunction(this, 'Probe', {
      ...props,
      bundle: 'probe',
      description: 'Posts test receipts through the public address',
      timeout: TIMEOUT,
      environment: {
        [ENVIRONMENT.probeUrl]: callbackUrl,
        [ENVIRONMENT.tokenSecretId]: token.secretArn,
      },
      permissions: [{ sid: 'ReadToken', actions: ['secretsmanager:GetSecretValue'], resources: [token.secretArn] }],
    });
    this.function = probe;
    this.every = every;
    // The next probe comes soon enough
    live.configureAsyncInvoke({ retryAttempts: 0 });
    const invoke = { sid: 'Probe', actions: ['lambda:InvokeFunction'], resources: [live.functionArn] };
    const role = schedulerRole(this, [new PolicyStatement(invoke)]);
    new Schedule(this, 'Schedule', {
      description: 'Posts a test receipt',
      schedule: ScheduleExpression.rate(every),
      target: new LambdaInvoke(live, { role, retryAttempts: 0 }),
    });
  }
}
