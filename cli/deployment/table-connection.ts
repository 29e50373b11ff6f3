import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Option } from '@commander-js/extra-typings';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { CliError } from '../errors.ts';
import type { Stack } from './stack.ts';

/** Where receipts are kept. */
export interface TableConnection {
  /** As a user would name it. */
  readonly name: string;
  readonly client: DynamoDBDocumentClient;
  readonly receiptsTable: string;
  readonly setAsideTable: string;
  /** Where CloudWatch has the metrics; undefined for local tables, which have none. */
  readonly metricsNamespace?: string;
  /** Days that an item is kept after its newest recorded status. */
  readonly retentionDays: () => Promise<number>;
}

export interface ConnectionOptions {
  readonly stack: string;
  readonly dynamodb?: string | undefined;
}

/** A person waits for these, not the vendor: slow networks and throttling are waited out. */
const PATIENT = { maxAttempts: 8, requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 } };
/** As `npm start` has it unless told otherwise. */
const LOCAL_RETENTION_DAYS = 90;

export const stackOption = () => new Option('--stack <name>', 'the deployed stack').default('SmsReceipts');
export const dynamoDbOption = () =>
  new Option('--dynamodb <url>', 'instead of a stack: the tables of npm start, at the address that it prints');

/** Does something with the tables of a stack, or with those of a local run. */
export async function withTableConnection<T>(
  options: ConnectionOptions,
  work: (connection: TableConnection) => Promise<T>,
): Promise<T> {
  const connection = options.dynamodb === undefined ? await deployed(options.stack) : await local(options.dynamodb);
  try {
    return await work(connection);
  } finally {
    connection.client.destroy();
  }
}

async function deployed(stackName: string): Promise<TableConnection> {
  const { readStack } = await import('./stack.ts');
  return connectToStack(await readStack(stackName));
}

/** The tables of a stack. Destroy the client when done. */
export async function connectToStack({
  name,
  region,
  receiptsTable,
  setAsideTable,
  functionName,
}: Stack): Promise<TableConnection> {
  const { documentClient } = await import('./dynamodb-client.ts');
  return {
    name: `stack ${name} in ${region}`,
    client: documentClient(PATIENT),
    receiptsTable,
    setAsideTable,
    metricsNamespace: name,
    retentionDays: async () => {
      const { readFunctionSettings } = await import('./function-settings.ts');
      return (await readFunctionSettings(functionName)).retentionDays;
    },
  };
}

async function local(endpoint: string): Promise<TableConnection> {
  if (!URL.canParse(endpoint)) {
    throw new CliError(`--dynamodb must be an address such as http://127.0.0.1:8000, not ${endpoint}.`);
  }
  const { localClient } = await import('./dynamodb-client.ts');
  return {
    name: `tables at ${endpoint}`,
    client: localClient(endpoint, PATIENT),
    ...LOCAL_TABLES,
    retentionDays: async () => LOCAL_RETENTION_DAYS,
  };
}
