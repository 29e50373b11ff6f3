import { ENVIRONMENT } from '../../contract/environment.ts';

/** Where a measured process finds what it talks to. */
export interface Endpoints {
  readonly dynamoDb: string;
  readonly secretsManager: string;
  /** File with the certificate to trust, where the endpoints speak TLS with one of their own. */
  readonly certificateFile?: string;
}

/** Names of the tables, for the receiver and for the contenders. */
export interface BenchTables {
  readonly receipts: string;
  readonly setAside: string;
  readonly idempotency: string;
  readonly statuses: string;
}

export const TABLES: BenchTables = {
  receipts: 'DeliveryReceipts',
  setAside: 'SetAside',
  idempotency: 'Idempotency',
  statuses: 'Statuses',
};

/** The environment of a measured process: all that Lambda sets and the functions read, and nothing else. */
export function functionEnvironment(endpoints: Endpoints, tables = TABLES): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'benchmark',
    AWS_SECRET_ACCESS_KEY: 'benchmark',
    AWS_SESSION_TOKEN: 'benchmark',
    AWS_LAMBDA_FUNCTION_NAME: 'receive',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamoDb,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
    ...(endpoints.certificateFile && { NODE_EXTRA_CA_CERTS: endpoints.certificateFile }),
    // CONTRIBUTING.md tells what this hides
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    [ENVIRONMENT.receiptsTable]: tables.receipts,
    [ENVIRONMENT.setAsideTable]: tables.setAside,
    [ENVIRONMENT.tokenSecretId]: 'token',
    [ENVIRONMENT.tokenOverlapHours]: '24',
    [ENVIRONMENT.retentionDays]: '90',
    // Nobody calls it: the tables are always there
    [ENVIRONMENT.fallbackQueueUrl]: 'https://127.0.0.1/queue',
    [ENVIRONMENT.allowedSources]: '',
    IDEMPOTENCY_TABLE: tables.idempotency,
    STATUSES_TABLE: tables.statuses,
  };
}
