import { hash } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { findTraces } from '../cli/forget/forget.ts';
import { resolveId } from '../cli/set-aside/resolve-id.ts';
import { DEFAULTS } from '../contract/defaults.ts';
import type { SetAsideItem, SetAsideReason } from '../contract/set-aside-item.ts';
import { LOCAL_TABLES, SET_ASIDE_TABLE } from '../contract/tables.ts';
import { createTables } from '../local/create-tables.ts';
import { startEngine } from '../local/engine/start-engine.ts';
import { readBatch, summarizeBatch } from '../lookup/batch.ts';
import { findMessages } from '../lookup/find.ts';
import { readPhoneNumber } from '../lookup/phone-number.ts';
import { listSetAside } from '../lookup/set-aside/list.ts';
import type { TableConnection } from '../lookup/table-connection.ts';
import { createApp } from '../page/app.ts';
import { tableFigures } from '../page/table-figures.ts';
import { sampleReceipt } from '../test/fixtures/samples.ts';
import { localClient } from '../toolbox/dynamodb-client.ts';
import { itemOf } from './contenders/item.ts';
import { fillTable } from './measure/fill-table.ts';
import { spreadOf } from './measure/statistics.ts';
import { Stopwatch } from './measure/stopwatch.ts';
import { replaceInDocument } from './report/marked-part.ts';
import { table } from './report/table.ts';

/**
 * Times look-ups in big tables on DynamoDB Local: 1,000,000 set-aside bodies, a batch of 10,000 messages, all of them to one
 * number. Fails if a page takes a second or longer. Prints Markdown.
 */
const { values } = parseArgs({
  options: {
    'set-aside': { type: 'string', default: '1000000' },
    'write-docs': { type: 'boolean', default: false },
  },
});
const SET_ASIDE = Number(values['set-aside']);
const MESSAGES = 10_000;
/** Bodies that `forget` reads. With a million, the engine needs a minute for each page of a scan. */
const SCANNED = Math.min(SET_ASIDE, 100_000);
const RUNS = 5;
/** Runs that do not count: Java compiles the engine's code while it runs. */
const FIRST_RUNS = 3;
const MAX_PAGE_MS = 1_000;
const NUMBER = '+12025550293';
const BATCH_ID = '3e09ac86-bd74-5465-851d-1eb5a5fdbb9b';
/** In the future, so that the engine keeps the items. */
const NEWEST = Date.UTC(2090, 0, 1);

// Java's default heap is too small for a million bodies
process.env.JAVA_TOOL_OPTIONS ??= '-Xmx8g';
const engine = await startEngine('dynamodb-local');
const client = localClient(engine.endpoint, { requestHandler: { requestTimeout: 120_000 } });
const takeReads = countReads(client);
const connection: TableConnection = {
  ...{ name: 'tables of the benchmark', client, ...LOCAL_TABLES },
  retentionDays: async () => DEFAULTS.retentionDays,
};
try {
  await createTables(client);
  await turnOffTtl(LOCAL_TABLES.setAsideTable);
  await fillTable(client, LOCAL_TABLES.receiptsTable, { from: 0, to: MESSAGES }, message);
  await fillTable(client, LOCAL_TABLES.setAsideTable, { from: 0, to: SCANNED }, setAsideBody);
  takeReads();
  const forget = await measureForget();
  await fillTable(client, LOCAL_TABLES.setAsideTable, { from: SCANNED, to: SET_ASIDE }, setAsideBody);
  const report = await measureLookups(forget);
  process.stdout.write(`${report.text}\n`);
  if (values['write-docs'])
    await replaceInDocument(join(import.meta.dirname, '../docs/performance.md'), 'big-tables', report.text);
  for (const what of report.slow) process.stderr.write(`Too slow: ${what}\n`);
  process.exitCode = report.slow.length > 0 ? 1 : 0;
} finally {
  client.destroy();
  await engine.stop();
}

function message(index: number): Record<string, unknown> {
  // As even as the vendor's, which the parts of a batch rely on
  const umid = hash('md5', String(index)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const state = index % 20 === 0 ? 'undelivered' : 'delivered';
  const receipt = sampleReceipt(({ payload }) => {
    const status = { ...payload.status, state };
    Object.assign(payload, { umid, status, destination: NUMBER, batchId: BATCH_ID, clientMessageId: `order-${index}` });
  });
  return itemOf(receipt, new Date(NEWEST - index * 10));
}

/** Almost all are inbound SMS. */
function setAsideBody(index: number): SetAsideItem {
  const reason: SetAsideReason = index % 50 === 0 ? 'invalid' : 'other_webhook';
  const body = JSON.stringify({
    ...{ namespace: 'SMS', eventType: 'inbound_message_received', description: 'description of the message' },
    payload: {
      ...{ umid: hash('sha1', String(index)), channel: 'sms', source: `+4477${String(index).padStart(8, '0')}` },
      ...{ destination: '+441234567890', timestamp: '2090-01-01T00:00:00.00Z' },
      body: { contentType: 'text', text: 'Yes, please deliver it tomorrow morning.' },
    },
  });
  const time = new Date(NEWEST - index * 100).toISOString();
  const problems = reason === 'invalid' ? [{ pointer: '/payload/status', detail: 'is required' }] : [];
  return {
    ...{ id: hash('sha256', body), reason, problems, body, contentType: 'application/json', count: 1 },
    ...{ firstReceivedAt: time, lastReceivedAt: time, expiresAt: NEWEST / 1000 },
  };
}

/** The engine looks for expired items by reading whole tables, and answers nothing meanwhile. */
async function turnOffTtl(TableName: string): Promise<void> {
  const TimeToLiveSpecification = { AttributeName: SET_ASIDE_TABLE.ttlAttribute, Enabled: false };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

/** What a look-up takes. */
interface Row {
  readonly what: string;
  readonly requests: number;
  readonly units: number;
  readonly time: string;
  readonly cpuMs: number;
}

async function measureForget(): Promise<{ row: Row; text: string }> {
  const watch = new Stopwatch();
  const timer = setInterval(() => watch.look(), 50);
  const destination = readPhoneNumber('+12025550294');
  const { ms, cpuMs } = await timeOf(() => findTraces(connection, { destination }));
  clearInterval(timer);
  const { requests, units } = takeReads();
  const what = `\`forget\`, which reads every body, of ${SCANNED.toLocaleString('en-US')}`;
  return {
    row: { what, requests, units: Math.round(units), time: `${Math.round(ms)}`, cpuMs },
    text: `\`forget\` needed at most ${watch.growth} more memory than before.`,
  };
}

async function measureLookups(forget: { row: Row; text: string }): Promise<{ text: string; slow: string[] }> {
  const app = createApp({ connection, ...tableFigures(connection) });
  const open = async (path: string): Promise<string> => {
    const response = await app.request(path, { headers: { host: '127.0.0.1' } });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`);
    return text;
  };
  const middle = new Date(NEWEST - (SET_ASIDE / 2) * 100).toISOString();
  const destination = readPhoneNumber(NUMBER);
  const shownId = setAsideBody(10).id.slice(0, 12);
  const pages: readonly (readonly [what: string, run: () => Promise<unknown>])[] = [
    ['page `/set-aside`', () => open('/set-aside')],
    ['page `/set-aside?reason=invalid`', () => open('/set-aside?reason=invalid')],
    ['page `/set-aside?before=…`, in the middle', () => open(`/set-aside?before=${middle}`)],
    ['`set-aside list`', () => listSetAside(connection, {}, 100)],
    ['`set-aside show` with 12 digits, from the first page', () => resolveId(connection, shownId)],
    ['`batch`', async () => summarizeBatch(BATCH_ID, await readBatch(connection, BATCH_ID))],
    ['page of the batch', () => open(`/batches/${BATCH_ID}`)],
    ['page of the batch, one state', () => open(`/batches/${BATCH_ID}?state=delivered`)],
    ['`find` by number, first 100', () => findMessages(connection, { destination }, 100)],
    ['page of a search by number', () => open(`/?q=${encodeURIComponent(NUMBER)}`)],
  ];
  const rows: Row[] = [];
  const slow: string[] = [];
  for (const [what, run] of pages) {
    for (let at = 0; at < FIRST_RUNS; at += 1) await run();
    takeReads();
    const times: Awaited<ReturnType<typeof timeOf>>[] = [];
    for (let at = 0; at < RUNS; at += 1) times.push(await timeOf(run));
    const { requests, units } = takeReads();
    const { median, high } = spreadOf(times.map(({ ms }) => ms));
    const cpu = spreadOf(times.map(({ cpuMs }) => cpuMs));
    if (median >= MAX_PAGE_MS) slow.push(what);
    process.stderr.write(`${what}: ${Math.round(median)} ms\n`);
    const time = `${Math.round(median)} (${Math.round(high)})`;
    rows.push({ what, requests: requests / RUNS, units: units / RUNS, time, cpuMs: cpu.median });
  }
  const text = [
    `${SET_ASIDE.toLocaleString('en-US')} set-aside bodies; a batch of ${MESSAGES.toLocaleString('en-US')} messages, all to one number.`,
    table([...rows, forget.row], {
      'look-up': ({ what }) => what,
      requests: ({ requests }) => requests,
      'read units': ({ units }) => units,
      'ms, median (upper quartile)': ({ time }) => time,
      'CPU of the tool, ms': ({ cpuMs }) => Math.round(cpuMs),
    }),
    forget.text,
  ].join('\n\n');
  return { text, slow };
}

async function timeOf(run: () => Promise<unknown>): Promise<{ ms: number; cpuMs: number }> {
  const [begin, cpuBefore] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ms: performance.now() - begin, cpuMs: (user + system) / 1000 };
}

interface Consumed {
  readonly CapacityUnits?: number;
}

/** Counts the requests of a client and the read units that they consume. The function returns those since its last call. */
function countReads({ middlewareStack }: DynamoDBDocumentClient): () => { requests: number; units: number } {
  let counted = { requests: 0, units: 0 };
  middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const result = await next(args);
      const { ConsumedCapacity = [] } = result.output as { ConsumedCapacity?: Consumed | Consumed[] };
      counted.requests += 1;
      for (const { CapacityUnits = 0 } of [ConsumedCapacity].flat()) counted.units += CapacityUnits;
      return result;
    },
    { step: 'initialize' },
  );
  return () => {
    const taken = counted;
    counted = { requests: 0, units: 0 };
    return taken;
  };
}
