import { join } from 'node:path';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  type Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../contract/environment.ts';
import type { FunctionName } from '../../contract/functions.ts';

/** What all functions have in common. */
export interface CommonFunctionProps {
  readonly memorySize: number;
  readonly architecture: Architecture;
  readonly metricsNamespace: string;
  /** Whether recorded receipts are also counted by sub-account. */
  readonly subAccountMetrics: boolean;
  /** Folder that holds the bundle of each function. */
  readonly bundles: string;
  /** Of the function's logs. */
  readonly logRetention: RetentionDays;
  /** Of the function's logs. */
  readonly removalPolicy: RemovalPolicy;
}

/** One thing that a function is allowed to do. */
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
  /** Every permission that it has, beside that to write its logs. */
  readonly permissions: readonly Permission[];
  readonly reservedConcurrency?: number | undefined;
}

/** A function: its bundle on Node 24, its own role, its own logs. */
export class ReceiptsFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ReceiptsFunctionProps) {
    super(scope, id);
    const { removalPolicy, reservedConcurrency } = props;
    this.logGroup = new LogGroup(this, 'Logs', { retention: props.logRetention, removalPolicy });
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture,
      code: Code.fromAsset(join(props.bundles, props.bundle)),
      handler: 'index.handler',
      role: this.role(props.permissions, this.logGroup),
      memorySize: props.memorySize,
      timeout: props.timeout,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Our own lines carry the metrics
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // Without Lambda's lines about a start and a success, which are a third of the log bytes of a receipt
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: {
        ...props.environment,
        [ENVIRONMENT.metricsNamespace]: props.metricsNamespace,
        [ENVIRONMENT.subAccountMetrics]: `${props.subAccountMetrics}`,
      },
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
    });
  }

  /** No managed policy: those allow writing to any log group. */
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
