import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localClient } from '../cli/deployment/dynamodb-client.ts';
import { openLocalFeed } from '../cli/listen/local-feed.ts';
import { DEFAULT_SET_ASIDE_RETENTION_DAYS } from '../contract/environment.ts';
import type { ReceiverEvent } from '../contract/events.ts';
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
import { startMessagesPage } from './messages-page.ts';
import { NO_QUEUE } from './no-queue.ts';
import { readSettings, type Settings } from './settings.ts';
import { Shutdown } from './shutdown.ts';
import { startTablesPage } from './tables/start-page.ts';

const show = (text: string): void => void process.stdout.write(`${text}\n`);
const printError = (text: string): void => void process.stderr.write(`${text}\n`);
const shutdown = new Shutdown();
let tablesUrl: string | undefined;

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
  await createTables(client, LOCAL_TABLES, { streams: true });

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
  if (settings.events) await printEvents(endpoint);

  // They load while the demo runs
  const messages = settings.messagesPort === undefined ? undefined : messagesPage(settings, client, endpoint);
  const tables = settings.tablesPort === undefined ? undefined : tablesPage(endpoint, settings.tablesPort);
  if (settings.demo) {
    await showLifeOfAMessage({ url, token: settings.authToken, client, table: LOCAL_TABLES.receiptsTable }, show);
  }
  const pages = (await Promise.all([messages, tables])).filter((line) => line !== undefined);
  if (pages.length > 0) show(`${settings.demo ? '\n' : ''}${pages.join('\n')}`);
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

/** Starts the page to look messages up, and gives a line that says where it is, or why it is missing. */
async function messagesPage(
  { messagesPort = 0, retentionDays }: Settings,
  client: DynamoDBDocumentClient,
  endpoint: string,
): Promise<string> {
  try {
    const options = { client, endpoint, retentionDays, tablesUrl: () => tablesUrl };
    const page = await startMessagesPage(messagesPort, options);
    shutdown.add(page.stop);
    return `messages on ${page.url}`;
  } catch (error) {
    return `There is no page of the messages: ${reasonOf(error)}. Receipts are taken all the same.`;
  }
}

/** Prints what a stack would publish from now on. The receiver does without it: why there are no events is a line to show. */
async function printEvents(endpoint: string): Promise<void> {
  try {
    const feed = await openLocalFeed(endpoint, LOCAL_TABLES);
    const ended = new AbortController();
    shutdown.add(async () => {
      ended.abort();
      await feed.close();
    });
    const print = async (event: ReceiverEvent) => show(`${event['detail-type']} ${JSON.stringify(event.detail)}`);
    void feed.follow(print, ended.signal).catch((error: unknown) => {
      if (!ended.signal.aborted) printError(`No more events are shown: ${reasonOf(error)}`);
    });
  } catch (error) {
    printError(`No events are shown: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Starts the page that shows the tables. The receiver does without it: what became of it is a line to show. */
async function tablesPage(endpoint: string, port: number): Promise<string> {
  try {
    const page = await startTablesPage(endpoint, port);
    shutdown.add(page.stop);
    tablesUrl = page.url;
    void page.failed.then(({ message }) => {
      tablesUrl = undefined;
      printError(`The page of the tables is gone: ${message}. Receipts are taken all the same.`);
    });
    return `tables on ${page.url}`;
  } catch (error) {
    return `There is no page of the tables: ${reasonOf(error)}. Receipts are taken all the same.`;
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
