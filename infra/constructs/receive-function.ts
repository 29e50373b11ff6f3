import { join } from 'node:path';
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambda/environment.ts';
import type { Settings } from '../settings.ts';

export interface ReceiveFunctionProps {
  readonly receipts: TableV2;
  readonly setAside: TableV2;
  readonly token: Secret;
  readonly settings: Pick<
    Settings,
    'retentionDays' | 'tokenOverlapHours' | 'allowedSources' | 'memorySize' | 'reservedConcurrency' | 'logRetentionDays'
  >;
  /** Folder that holds the bundle of each function. */
  readonly bundles: string;
  /** Of the function's logs. */
  readonly removalPolicy: RemovalPolicy;
}

/** The function that receives delivery receipts. */
export class ReceiveFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: ReceiveFunctionProps) {
    super(scope, id);
    const { receipts, setAside, token, settings, bundles, removalPolicy } = props;
    const logGroup = new LogGroup(this, 'Logs', { retention: settings.logRetentionDays, removalPolicy });
    this.function = new LambdaFunction(this, 'Function', {
      description: 'Receives delivery receipts and merges each into the item of its message',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // Source maps stay where the bundle was made: no answer and no log shows a stack
      code: Code.fromAsset(join(bundles, 'receive'), { exclude: ['**/*.map'] }),
      handler: 'index.handler',
      role: this.role(props, logGroup),
      memorySize: settings.memorySize,
      // It answers within 8 seconds by itself, after a cold start
      timeout: Duration.seconds(15),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        [ENVIRONMENT.receiptsTable]: receipts.tableName,
        [ENVIRONMENT.setAsideTable]: setAside.tableName,
        [ENVIRONMENT.tokenSecretId]: token.secretArn,
        [ENVIRONMENT.tokenOverlapHours]: `${settings.tokenOverlapHours}`,
        [ENVIRONMENT.retentionDays]: `${settings.retentionDays}`,
        [ENVIRONMENT.allowedSources]: settings.allowedSources.join(','),
      },
      ...(settings.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: settings.reservedConcurrency,
      }),
    });
  }

  /** Every right that the function has. No managed policy: those allow logs of any name. */
  private role({ receipts, setAside, token }: ReceiveFunctionProps, logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const rights = [
      { sid: 'Record', actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'], resources: [receipts.tableArn] },
      { sid: 'SetAside', actions: ['dynamodb:UpdateItem'], resources: [setAside.tableArn] },
      { sid: 'ReadToken', actions: ['secretsmanager:GetSecretValue'], resources: [token.secretArn] },
      { sid: 'Log', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] },
    ];
    for (const right of rights) role.addToPolicy(new PolicyStatement(right));
    return role;
  }
}
