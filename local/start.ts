import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localClient } from '../cli/deployment/dynamodb-client.ts';
import { DEFAULT_SET_ASIDE_RETENTION_DAYS } from '../contract/environment.ts';
import { LOCAL_TABLES } from '../contract/tables.ts';
import { fixedTokens } from '../lambda/auth/authenticate.ts';
import { allowSources } from '../lambda/auth/source-address.ts';
import { createReceiveHandler } from '../lambda/handlers/receive.ts';
import { createStores } from '../lambda/store/create-stores.ts';
import { jsonLog } from '../lambda/telemetry/json-log.ts';
import type { RequestLog } from '../lambda/telemetry/request-log.ts';
import { createTables } from './create-tables.ts';
import { howToPost, showLifeOfAMessage } from './demo.ts';
import { startEmbeddedEngine } from './engine/embedded.ts';
import { requireDynamoDb } from './external-dynamodb.ts';
import { type Handler, type HttpApi, serve } from './http/server.ts';
import { NO_QUEUE } from './no-queue.ts';
import { readSettings, type Settings } from './settings.ts';
import { Shutdown } from './shutdown.ts';
import { startTablesPage } from './tables/start-page.ts';

const show = (text: string): void => void process.stdout.write(`${text}\n`);
const printError = (text: string): void => void process.stderr.write(`${text}\n`);
const shutdown = new Shutdown();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // It may come twice: Ctrl-C reaches us from the terminal and from npm
  process.on(signal, () => void shutdown.stop().then(() => process.exit(0), fail));
}
process.on('uncaughtException', fail);
run().catch(fail);

/** What was started and cannot be stopped in order any more ends with this process. */
function fail(error: unknown): void {
  printError(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function run(): Promise<void> {
  const settings = readSettings(process.env);
  const endpoint = await dynamoDb(settings);
  const client = localClient(endpoint);
  await createTables(client);

  // The demo shows its answers itself
  let logs = !settings.demo;
  const api = await listen(
    settings.port,
    handler(settings, client, (line) => {
      if (logs) jsonLog('INFO', line);
    }),
  );
  shutdown.add(api.stop);
  const url = `http://127.0.0.1:${api.port}/receipts`;
  show(`listening on ${url}\ndynamodb on ${endpoint}`);

  // It loads while the demo runs
  const tables = settings.tablesPort === undefined ? undefined : tablesPage(endpoint, settings.tablesPort);
  if (settings.demo) {
    await showLifeOfAMessage({ url, token: settings.authToken, client, table: LOCAL_TABLES.receiptsTable }, show);
  }
  if (tables !== undefined) show(settings.demo ? `\n${await tables}` : await tables);
  if (!settings.demo) return;
  show(howToPost(url));
  logs = true;
}

/** The endpoint of the DynamoDB that was asked for, or of one that is started here. */
async function dynamoDb({ dynamoDbEndpoint }: Settings): Promise<string> {
  if (dynamoDbEndpoint !== undefined) {
    await requireDynamoDb(dynamoDbEndpoint);
    return dynamoDbEndpoint;
  }
  const engine = await startEmbeddedEngine(printError);
  shutdown.add(engine.stop);
  void engine.failed.then(fail);
  return engine.endpoint;
}

/** Starts the page that shows the tables. The receiver does without it: what became of it is a line to show. */
async function tablesPage(endpoint: string, port: number): Promise<string> {
  try {
    const page = await startTablesPage(endpoint, port);
    shutdown.add(page.stop);
    void page.failed.then(({ message }) =>
      printError(`The page of the tables is gone: ${message}. Receipts are taken all the same.`),
    );
    return `tables on ${page.url}`;
  } catch (error) {
    return `There is no page of the tables: ${error instanceof Error ? error.message : error}. Receipts are taken all the same.`;
  }
}

/** The flow as it is deployed, but for the token, which comes from Secrets Manager there. */
function handler(
  { authToken, retentionDays }: Settings,
  client: DynamoDBDocumentClient,
  log: (line: RequestLog) => void,
): Handler {
  return createReceiveHandler({
    tokens: fixedTokens(authToken),
    isAllowedSource: allowSources([]),
    fallbackQueue: NO_QUEUE,
    ...createStores(client, {
      ...LOCAL_TABLES,
      retentionDays,
      setAsideRetentionDays: DEFAULT_SET_ASIDE_RETENTION_DAYS,
    }),
    now: () => new Date(),
    log,
  });
}

async function listen(port: number, handler: Handler): Promise<HttpApi> {
  try {
    return await serve(port, 'POST /receipts', handler);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    const fault = code === 'EADDRINUSE' ? 'it is in use' : `${code}`;
    throw new Error(`PORT ${port} cannot be listened on: ${fault}. Set PORT to another one (0 picks a free one).`, {
      cause: error,
    });
  }
}
