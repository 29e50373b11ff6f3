import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  type ThrottleSettings,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface EndpointProps {
  /** Name of the API. */
  readonly name: string;
  /** The function behind `POST /receipts`. */
  readonly receive: IFunction;
  readonly throttle: Required<ThrottleSettings>;
  /** Of the access log. */
  readonly logRetention: RetentionDays;
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

  constructor(scope: Construct, id: string, props: EndpointProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { apiName: props.name, createDefaultStage: false });
    this.callbackUrl = `${this.api.apiEndpoint}${PATH}`;
    const [route] = this.api.addRoutes({
      path: PATH,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Receive', props.receive),
    });
    if (route !== undefined) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'The function itself authenticates every request by its token. An authorizer would be a second function, which costs twice and answers its failures without the problem body that the contract promises.',
      });
    }
    this.accessLog = new LogGroup(this, 'AccessLog', {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: props.throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
  }
}
