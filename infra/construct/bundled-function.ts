import { join } from 'node:path';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Alias,
  ApplicationLogLevel,
  type Architecture,
  Code,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  LoggingFormat,
  type RecursiveLoop,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../contract/environment.ts';
import type { FunctionName } from '../../contract/functions.ts';
import { keyStatements } from './key-use.ts';

/** A statement of a function's IAM policy. */
export interface Permission {
  readonly sid: string;
  readonly actions: string[];
  readonly resources: string[];
}

/** Props of all functions. */
export interface CommonFunctionProps {
  readonly memorySize: number;
  readonly architecture: Architecture;
  readonly metricsNamespace: string;
  /** Whether recorded receipts are also counted by sub-account. */
  readonly subAccountMetrics: boolean;
  /** Folder that holds the bundle of each function. */
  readonly bundles: string;
  /** Key of its logs and of everything that it reads and writes; undefined for AWS's own keys. */
  readonly encryptionKey: IKey | undefined;
  /** Retention of the function's logs. */
  readonly logRetention: RetentionDays;
  /** Removal policy of the function's logs and of its earlier versions. */
  readonly removalPolicy: RemovalPolicy;
}

export interface BundledFunctionProps extends CommonFunctionProps {
  /** The bundle that it runs. */
  readonly bundle: FunctionName;
  readonly description: string;
  readonly timeout: Duration;
  readonly environment: Record<string, string>;
  /** All permissions, except for writing its logs. */
  readonly permissions: readonly Permission[];
  /** Reserved concurrent executions, which are also its maximum. Default: none. */
  readonly reservedExecutions?: number | undefined;
  /** The statements for data that is encrypted with the key. Default: to record receipts. */
  readonly keyStatements?: typeof keyStatements;
  /** What AWS does when the function invokes itself through a queue. Default: it stops the function. */
  readonly recursiveLoop?: RecursiveLoop;
}

/** Name of the alias that callers use. */
const LIVE = 'live';

/** A function on Node 24 with its own role and logs. */
export class BundledFunction extends Construct {
  readonly function: LambdaFunction;
  /**
   * The version that callers use. CloudFormation changes the code and the configuration of a function one after the other, but
   * a version has both. Earlier versions are kept unless the function is of a trial: moving the alias undoes a deployment in
   * seconds.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
   */
  readonly live: IFunction;
  readonly logGroup: LogGroup;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const { encryptionKey, removalPolicy, reservedExecutions, recursiveLoop } = props;
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy,
      ...(encryptionKey !== undefined && { encryptionKey }),
    });
    this.role = this.newRole(props, this.logGroup);
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture,
      code: Code.fromAsset(join(props.bundles, props.bundle)),
      handler: 'index.handler',
      role: this.role,
      memorySize: props.memorySize,
      timeout: props.timeout,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // The function's own log lines contain the metrics
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // No lines about starts and successes, which are a third of a receipt's log bytes
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: {
        ...props.environment,
        [ENVIRONMENT.metricsNamespace]: props.metricsNamespace,
        [ENVIRONMENT.subAccountMetrics]: `${props.subAccountMetrics}`,
      },
      ...(reservedExecutions !== undefined && { reservedConcurrentExecutions: reservedExecutions }),
      ...(recursiveLoop !== undefined && { recursiveLoop }),
      currentVersionOptions: { removalPolicy },
    });
    // The types of CDK do not agree under exactOptionalPropertyTypes
    const version = this.function.currentVersion as IVersion;
    this.live = new Alias(this, 'Live', { aliasName: LIVE, version }) as IFunction;
  }

  /** Not with a managed policy, which would allow writing to any log group. */
  private newRole(props: BundledFunctionProps, { logGroupArn }: LogGroup): Role {
    const { permissions, encryptionKey: key, keyStatements: statementsFor = keyStatements } = props;
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const log = { sid: 'Log', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] };
    for (const permission of [...permissions, log]) role.addToPolicy(new PolicyStatement(permission));
    if (key !== undefined) for (const statement of statementsFor(this, key)) role.addToPolicy(statement);
    return role;
  }
}
