import { Aws, Fn, type RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpRoute,
  type HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  type ThrottleSettings,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AccountThrottle } from './account-throttle.ts';
import { acknowledge } from './acknowledge.ts';
import { Domain, type ReceiptsDomain } from './domain.ts';

export interface EndpointProps {
  /** Name of the API, and prefix of that of its access log. */
  readonly name: string;
  /** Default: none, so that the quota of the account holds. One of the limits alone has the other from AWS's default quota. */
  readonly throttle?: ThrottleSettings;
  readonly domain?: ReceiptsDomain | undefined;
  /** Where the props of the domain are in `SmsReceiptsProps`, with a dot at its end. Default: at the top. */
  readonly path?: string;
  /** Key of the access log; undefined for AWS's own key. */
  readonly encryptionKey: IKey | undefined;
  /** Retention of the access log. */
  readonly logRetention: RetentionDays;
  /** Removal policy of the access log. */
  readonly removalPolicy: RemovalPolicy;
}

/** A route to a function. */
export interface FunctionRoute {
  readonly key: HttpRouteKey;
  readonly handler: IFunction;
  /** Id of the integration. */
  readonly integration: string;
  /** Why no authorizer is before the function. */
  readonly noAuthorizer: string;
}

/**
 * One line per request with the fields that the runbook's queries and the alarms on 404 and 429 read, and the id that AWS Support
 * needs. Nothing else, because each byte costs money with each request. No query string and no header: they may contain the
 * token, or what somebody searched for. The address is the vendor's, that of a person who looks up messages, or that of a refused caller.
 */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  sourceIp: '$context.identity.sourceIp',
  status: '$context.status',
  latencyMs: '$context.integrationLatency',
  error: '$context.integrationErrorMessage',
};

/** An HTTP API with its own throttle, access log and domain. */
export class Endpoint extends Construct {
  readonly api: HttpApi;
  /** Its public address, without a slash at the end. */
  readonly origin: string;
  readonly stage: HttpStage;
  /** Requests that the endpoint takes in this time, by its throttle, or by AWS's default quota for the account. */
  readonly requestsIn: (seconds: number) => number;
  /** One line of JSON per request. */
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, props: EndpointProps) {
    super(scope, id);
    const { domain, path = '', encryptionKey } = props;
    this.api = new HttpApi(this, 'Api', {
      apiName: props.name,
      createDefaultStage: false,
      ...(domain?.disableDefaultEndpoint && { disableExecuteApiEndpoint: true }),
    });
    this.origin = domain === undefined ? this.api.apiEndpoint : `https://${domain.name}`;
    this.accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: accessLogName(props.name),
      retention: props.logRetention,
      ...(encryptionKey !== undefined && { encryptionKey }),
      removalPolicy: props.removalPolicy,
    });
    const account = new AccountThrottle(this, 'Account');
    const { rateLimit, burstLimit } = props.throttle ?? {};
    this.requestsIn = (seconds) =>
      rateLimit === undefined ? account.number(({ rate }) => seconds * rate) : seconds * rateLimit;
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      ...((rateLimit !== undefined || burstLimit !== undefined) && {
        throttle: {
          rateLimit: rateLimit ?? account.number(({ rate }) => rate),
          burstLimit: burstLimit ?? account.number(({ burst }) => burst),
        },
      }),
      ...(domain !== undefined && { domainMapping: new Domain(this, 'Domain', { ...domain, path }) }),
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
  }

  addRoute({ key, handler, integration, noAuthorizer }: FunctionRoute): void {
    const route = new HttpRoute(this.api, key.key.replace(' ', ''), {
      httpApi: this.api,
      routeKey: key,
      integration: new HttpLambdaIntegration(integration, handler),
    });
    // While an update moves the API to another function or alias, it must have the permission first
    route.node.findChild(integration).node.addDependency(route.node.findChild(`${integration}-Permission`));
    acknowledge(route, { id: 'AwsSolutions-APIG4', reason: noAuthorizer });
  }
}

/**
 * One statement of the account's resource policy covers all log groups under `/aws/vendedlogs/`. Every other group needs a
 * separate statement, and deployments fail when the policy reaches its limit of 5,120 characters. The id of the stack
 * makes the name unique, because an earlier stack with this name may have left its log group.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
 */
function accessLogName(name: string): string {
  const stackGuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return `/aws/vendedlogs/${name}-AccessLog-${stackGuid}`;
}
