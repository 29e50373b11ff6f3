import { DEFAULTS } from '../../contract/defaults.ts';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { LOCAL_TABLES } from '../../contract/tables.ts';

/** The services that a measured process talks to. */
export interface Endpoints {
  readonly dynamoDb: string;
  readonly secretsManager: string;
  readonly sqs: string;
  /** File with the certificate to trust, if the endpoints use a self-signed one. */
  readonly certificateFile?: string;
}

/** The environment of a measured process: only variables that Lambda sets or that the functions read. */
export function functionEnvironment(endpoints: Endpoints): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'benchmark',
    AWS_SECRET_ACCESS_KEY: 'benchmark',
    AWS_SESSION_TOKEN: 'benchmark',
    AWS_LAMBDA_FUNCTION_NAME: 'receive',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${DEFAULTS.memorySize}`,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamoDb,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    ...(endpoints.certificateFile && { NODE_EXTRA_CA_CERTS: endpoints.certificateFile }),
    // See "Node versions" in CONTRIBUTING.md
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    [ENVIRONMENT.receiptsTable]: LOCAL_TABLES.receiptsTable,
    [ENVIRONMENT.setAsideTable]: LOCAL_TABLES.setAsideTable,
    [ENVIRONMENT.tokenSecretId]: 'token',
    [ENVIRONMENT.tokenOverlapHours]: `${DEFAULTS.tokenOverlapHours}`,
    [ENVIRONMENT.retentionDays]: `${DEFAULTS.retentionDays}`,
    [ENVIRONMENT.fallbackQueueUrl]: `${endpoints.sqs}/000000000000/fallback`,
    [ENVIRONMENT.allowedSources]: '',
  };
}
