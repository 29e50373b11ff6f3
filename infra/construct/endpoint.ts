import { type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

export interface EndpointProps {
  /** The function behind `POST /receipts`. */
  readonly receive: IFunction;
  readonly settings: Pick<Settings, 'throttleRate' | 'throttleBurst' | 'logRetentionDays'>;
  /** Of the access log. */
  readonly removalPolicy: RemovalPolicy;
}

const PATH = '/receipts';

/**
 * One line per request. No query string and no header: either may hold the token. The address is the vendor's, or
 * that of somebody who was refused.
 */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLatencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  integrationErrorMessage: '$context.integrationErrorMessage',
  errorMessage: '$context.error.message',
};

/** The HTTP API that takes `POST /receipts`, and nothing else. */
export class Endpoint extends Construct {
  readonly api: HttpApi;
  /** What the vendor is to call. */
  readonly callbackUrl: string;
  readonly stage: HttpStage;
  /** One line of JSON per request. */
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, { receive, settings, removalPolicy }: EndpointProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { apiName: Stack.of(this).stackName, createDefaultStage: false });
    this.callbackUrl = `${this.api.apiEndpoint}${PATH}`;
    const [route] = this.api.addRoutes({
      path: PATH,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Receive', receive),
    });
    if (route !== undefined) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'The function itself authenticates every request by its token. An authorizer would be a second function, which costs twice and answers its failures without the problem body that the contract promises.',
      });
    }
    this.accessLog = new LogGroup(this, 'AccessLog', { retention: settings.logRetentionDays, removalPolicy });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: settings.throttleRate, burstLimit: settings.throttleBurst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
  }
}
