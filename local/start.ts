import { openLocalFeed } from '../cli/listen/local-feed.ts';
import type { ReceiverEvent } from '../contract/events.ts';
import { LOCAL_TABLES } from '../contract/tables.ts';
import { toWrittenLog } from '../lambda/telemetry/metrics.ts';
import { writeLog } from '../lambda/telemetry/request-log.ts';
import type { Ui } from '../page/start-ui.ts';
import { localClient } from '../toolbox/dynamodb-client.ts';
import { createTables } from './create-tables.ts';
import { nextStepsText, showLifeOfAMessage } from './demo.ts';
import { startEmbeddedEngine } from './engine/start-engine.ts';
import { requireDynamoDb } from './external-dynamodb.ts';
import { indexPage, type Link } from './http/index-page.ts';
import { type Handler, type HttpApi, serve } from './http/server.ts';
import { startMessagesPage } from './messages-page.ts';
import { localReceiveHandler } from './receive-handler.ts';
import { readSettings, type Settings } from './settings.ts';
import { Shutdown } from './shutdown.ts';
import { startTablesPage, type TablesPage } from './tables/start-page.ts';

const show = (text: string): void => void process.stdout.write(`${text}\n`);
const printError = (text: string): void => void process.stderr.write(`${text}\n`);
const shutdown = new Shutdown();
/** Addresses of the pages that run. */
const pageUrls: { messages?: string; tables?: string } = {};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // May arrive twice: Ctrl-C sends it from the terminal and from npm
  process.on(signal, () => void shutdown.stop().then(() => process.exit(0), fail));
}
process.on('uncaughtException', fail);
run().catch(fail);

/** Everything that was started ends with this process. */
function fail(error: unknown): void {
  printError(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function run(): Promise<void> {
  const settings = readSettings(process.env);
  const endpoint = await dynamoDb(settings);
  const client = localClient(endpoint);
  await createTables(client, LOCAL_TABLES, { streams: true });

  // The demo shows the answers instead
  let logs = !settings.demo;
  const handler = localReceiveHandler(client, {
    token: settings.authToken,
    retentionDays: settings.retentionDays,
    log: (line) => {
      if (logs) writeLog(toWrittenLog(line, { bySubAccount: false }));
    },
  });
  const api = await listen(settings.port, handler);
  shutdown.add(api.stop);
  const url = `http://127.0.0.1:${api.port}/receipts`;
  show(`listening on ${url}\ndynamodb on ${endpoint}`);
  if (settings.events) await printEvents(endpoint);

  // They load while the demo runs
  const { messagesPort, tablesPort, retentionDays } = settings;
  const messages =
    messagesPort === undefined
      ? undefined
      : pageLine(
          'messages',
          startMessagesPage(endpoint, messagesPort, retentionDays, () => pageUrls.tables),
        );
  const tables = tablesPort === undefined ? undefined : pageLine('tables', tablesPage(endpoint, tablesPort));
  if (settings.demo) {
    await showLifeOfAMessage({ url, token: settings.authToken, client, table: LOCAL_TABLES.receiptsTable }, show);
  }
  const pages = (await Promise.all([messages, tables])).filter((line) => line !== undefined);
  if (pages.length > 0) show(`${settings.demo ? '\n' : ''}${pages.join('\n')}`);
  if (!settings.demo) return;
  show(nextStepsText({ url, token: settings.authToken }, endpoint));
  logs = true;
}

/** The given DynamoDB endpoint, or that of an engine that is started here. */
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

/** Returns a line with the address of a page, or with the reason why it is missing. */
async function pageLine(name: keyof typeof pageUrls, starting: Promise<Ui>): Promise<string> {
  try {
    const { url, stop } = await starting;
    shutdown.add(stop);
    pageUrls[name] = url;
    return `${name} on ${url}`;
  } catch (error) {
    return `The ${name} page is off: ${reasonOf(error)}. Receipts are still received.`;
  }
}

/** Prints the events that a stack would publish. On an error it prints the reason, and the receiver goes on. */
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

async function tablesPage(endpoint: string, port: number): Promise<TablesPage> {
  const page = await startTablesPage(endpoint, port);
  void page.failed.then(({ message }) => {
    delete pageUrls.tables;
    printError(`The page of the tables has ended: ${message}. Receipts are still received.`);
  });
  return page;
}

function index(): string {
  const { messages, tables } = pageUrls;
  const links: Link[] = [
    ...(messages === undefined ? [] : [{ url: messages, text: 'Look up messages' }]),
    ...(tables === undefined ? [] : [{ url: tables, text: 'The tables, for developers' }]),
  ];
  return indexPage('POST /receipts', links);
}

async function listen(port: number, handler: Handler): Promise<HttpApi> {
  try {
    return await serve(port, 'POST /receipts', handler, index);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    const fault = code === 'EADDRINUSE' ? 'it is in use' : `${code}`;
    throw new Error(`PORT ${port} cannot be listened on: ${fault}. Set PORT to another one (0 picks a free one).`, {
      cause: error,
    });
  }
}
