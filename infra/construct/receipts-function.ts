import { join } from 'node:path';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../contract/environment.ts';
import type { FunctionName } from '../../contract/functions.ts';
import type { Settings } from '../settings.ts';

/** What all functions of the stack have in common. */
export interface CommonFunctionProps {
  readonly settings: Pick<Settings, 'stackName' | 'memorySize' | 'logRetentionDays' | 'subAccountMetrics'>;
  /** Folder that holds the bundle of each function. */
  readonly bundles: string;
  /** Of the function's logs. */
  readonly removalPolicy: RemovalPolicy;
}

/** One thing that a function may do. */
export interface Permission {
  readonly sid: string;
  readonly actions: string[];
  readonly resources: string[];
}

export interface ReceiptsFunctionProps extends CommonFunctionProps {
  /** The bundle that it runs. */
  readonly bundle: FunctionName;
  readonly description: string;
  readonly timeout: Duration;
  readonly environment: Record<string, string>;
  /** Every right that it has, besides that to its logs. */
  readonly permissions: readonly Permission[];
  readonly reservedConcurrency?: number | undefined;
}

/** A function of the stack: its bundle on Node 24, its own role, its own logs. */
export class ReceiptsFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ReceiptsFunctionProps) {
    super(scope, id);
    const { settings, removalPolicy, reservedConcurrency } = props;
    this.logGroup = new LogGroup(this, 'Logs', { retention: settings.logRetentionDays, removalPolicy });
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.bundles, props.bundle)),
      handler: 'index.handler',
      role: this.role(props.permissions, this.logGroup),
      memorySize: settings.memorySize,
      timeout: props.timeout,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        ...props.environment,
        [ENVIRONMENT.metricsNamespace]: settings.stackName,
        [ENVIRONMENT.subAccountMetrics]: `${settings.subAccountMetrics === 'on'}`,
      },
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
    });
  }

  /** No managed policy: those allow logs of any name. */
  private role(permissions: readonly Permission[], logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const log = {
      sid: 'Log',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    };
    for (const permission of [...permissions, log]) role.addToPolicy(new PolicyStatement(permission));
    return role;
  }
}
