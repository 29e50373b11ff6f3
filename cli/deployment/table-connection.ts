import { basename } from 'node:path';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { DEFAULTS } from '../../contract/defaults.ts';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { queueNamesOf } from '../../lookup/queue-names.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { UsageError } from '../../toolbox/errors.ts';
import { awsConfig, awsOptions, withClient } from './aws.ts';
import type { Stack } from './stack.ts';

/** The options that select the tables. The environment can also select local ones. */
export interface ConnectionOptions {
  readonly stack?: string | undefined;
  readonly dynamodb?: string | undefined;
}

export const DYNAMODB_VARIABLE = 'RECEIPTS_DYNAMODB';
const STACK_VARIABLE = 'RECEIPTS_STACK';
/** The stack if no option names one. */
export const defaultStack = (): string => process.env[STACK_VARIABLE] || DEFAULTS.stackName;
/** A person waits, not the vendor, so the client waits for slow networks and throttling. */
const INTERACTIVE_TIMEOUTS = {
  maxAttempts: 8,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
};
const URL_RULE = 'must be an address such as http://127.0.0.1:8000';

/** For commands that need a stack. */
export const stackOption = () =>
  new Option('--stack <name>', `the deployed stack (env: ${STACK_VARIABLE})`).default(defaultStack());

/** For commands that work on the tables of a stack or of `npm start`. */
export const tablesOfStackOption = () =>
  new Option(
    '--stack <name>',
    `the tables of this deployed stack (default: "${defaultStack()}", env: ${STACK_VARIABLE})`,
  );
export const dynamoDbOption = () =>
  new Option('--dynamodb <url>', `the tables of npm start, at the address that it prints (env: ${DYNAMODB_VARIABLE})`)
    .conflicts('stack')
    .argParser((text) => {
      if (isHttpUrl(text)) return text;
      throw new InvalidArgumentError(`It ${URL_RULE}.`);
    });

/** Runs work with a connection to the tables of a stack or of a local run, and closes it. */
export async function withTableConnection<T>(
  options: ConnectionOptions,
  work: (connection: TableConnection) => Promise<T>,
): Promise<T> {
  const endpoint = dynamoDbEndpoint(options);
  if (endpoint !== undefined) return closeAfter(await local(endpoint), work);
  const { readStack } = await import('./stack.ts');
  return withStackConnection(await readStack(options.stack ?? defaultStack()), work);
}

/** The same for the tables of a stack that is read already. */
export async function withStackConnection<T>(
  stack: Stack,
  work: (connection: TableConnection) => Promise<T>,
): Promise<T> {
  return closeAfter(await connectToStack(stack), work);
}

function closeAfter<T>(connection: TableConnection, work: (connection: TableConnection) => Promise<T>): Promise<T> {
  return withClient(connection.client, () => work(connection));
}

/** The address of a local DynamoDB from the options. Without an option, from the environment. */
export function dynamoDbEndpoint({ dynamodb, stack }: ConnectionOptions): string | undefined {
  if (dynamodb !== undefined || stack !== undefined) return dynamodb;
  const endpoint = process.env[DYNAMODB_VARIABLE] || undefined;
  if (endpoint !== undefined && !isHttpUrl(endpoint))
    throw new UsageError(`${DYNAMODB_VARIABLE} ${URL_RULE}, not ${endpoint}.`);
  return endpoint;
}

/** The tables of a stack. Destroy the client when done. */
export async function connectToStack({
  name,
  region,
  receiptsTable,
  setAsideTable,
  functionName,
  metricsNamespace,
  archive,
  page,
  fallbackQueueUrl,
  deadLetterQueueUrl,
  settings,
}: Stack): Promise<TableConnection> {
  const { documentClient } = await import('../../toolbox/dynamodb-client.ts');
  return {
    name: `stack ${name} in ${region}`,
    toolOptions: { ...awsOptions(), ...(name !== defaultStack() && { stack: name }) },
    client: documentClient({ ...INTERACTIVE_TIMEOUTS, ...awsConfig() }),
    receiptsTable,
    setAsideTable,
    metricsNamespace,
    settings,
    ...(archive && { archive }),
    ...(page && { pageLogGroup: page.logGroup }),
    queueNames: queueNamesOf(
      fallbackQueueUrl && basename(fallbackQueueUrl),
      deadLetterQueueUrl && basename(deadLetterQueueUrl),
    ),
    retentionDays: async () => {
      const { readFunctionSettings } = await import('./function-settings.ts');
      return (await readFunctionSettings(functionName)).retentionDays;
    },
  };
}

async function local(endpoint: string): Promise<TableConnection> {
  const { localClient } = await import('../../toolbox/dynamodb-client.ts');
  return {
    name: `tables at ${endpoint}`,
    toolOptions: { dynamodb: endpoint },
    client: localClient(endpoint, INTERACTIVE_TIMEOUTS),
    ...LOCAL_TABLES,
    retentionDays: async () => DEFAULTS.retentionDays,
  };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
