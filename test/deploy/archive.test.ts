import { AthenaClient } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lastVersionsSql, SAVED_QUERIES } from '../../contract/archive-sql.ts';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { archiveRow } from '../../lambda/archive/archive-row.ts';
import { createPutRecords, putRecords } from '../../lambda/archive/firehose.ts';
import { rowsInRecords } from '../../lambda/archive/rows-in-records.ts';
import { type AthenaRow, queryAthena } from '../../lookup/archive/query-athena.ts';
import { archiveReports } from '../../lookup/report/archive-reports.ts';
import { tableReports } from '../../lookup/report/table-reports.ts';
import { periodsOf, readInsights } from '../../page/insights.ts';
import { generateLifecycles } from '../../simulator/generate-lifecycles.ts';
import { documentClient } from '../../toolbox/dynamodb-client.ts';
import { runTool } from '../cli/support/run-tool.ts';
import { expectEqualReport } from '../support/equals-plain-report.ts';
import { type FaultyProxy, faultyProxy } from '../support/faulty-proxy.ts';
import { type PlainMessage, plainMessage, plainReport } from '../support/plain-report.ts';
import { type Arrival, itemOf, sentMessages, writeItems } from '../support/sent-messages.ts';
import { athenaInDuckDb } from './support/athena-in-duckdb.ts';
import { deployedStack, messagesIn } from './support/deployed-stack.ts';
import { eventually } from './support/eventually.ts';
import { changeVariables } from './support/function-variables.ts';
import { linesOf } from './support/logs.ts';

const lifecycles = generateLifecycles({ seed: 29, messages: 24 });
const umids = lifecycles.map(({ umid }) => umid);
/** In the table. The emulator reads some hundreds a second. */
const STORED = 2_000;
/** In the archive alone. */
const ARCHIVED = 50_000 - STORED;

const stack = deployedStack({ removalPolicy: 'destroy', archive: 'on', archiveFields: 'source' });
let athena: AthenaClient;
let firehose: FaultyProxy;

beforeAll(async () => {
  athena = new AthenaClient(stack.emulator.clientConfig);
  firehose = await faultyProxy(stack.emulator.endpoint);
  await changeVariables(stack.emulator, 'ArchiveFunction', () => ({ AWS_ENDPOINT_URL_FIREHOSE: firehose.endpoint }));
});

afterAll(async () => {
  athena?.destroy();
  await firehose?.close();
});

/** For requests that keep the emulator busy. */
const patient = () => ({ ...stack.emulator.clientConfig, requestHandler: { requestTimeout: 600_000 } });
const names = () => ({
  workGroup: stack.outputs.ArchiveWorkGroupName ?? '',
  database: stack.outputs.ArchiveDatabaseName ?? '',
  fields: ['source'] as const,
});
const ask = (sql: string) => queryAthena(athena, names(), sql, AbortSignal.timeout(120_000));

/** The emulator has no views, so the query of the view takes its place. */
const messages = () => ask(`${lastVersionsSql()}\nORDER BY umid`);

/** What the archive must say of each message, from its item. */
async function fromTable(): Promise<AthenaRow[]> {
  const items = await Promise.all(umids.map((umid) => stack.receiver.itemOf(umid)));
  return items
    .map((item) => item ?? {})
    .map((item) => ({
      umid: item.umid,
      version: text(item.version),
      state: item.state,
      detail: item.detail,
      terminal: text(item.terminal),
      status_timestamp: item.statusTimestamp,
      first_received_at: item.firstReceivedAt,
      last_received_at: item.lastReceivedAt,
      error_code: text(item.errorCode),
      sub_account_id: item.subAccountId,
      source: item.source,
      batch_id: item.batchId,
      segments: text(item.smsCount),
      price: text(item.priceTotal),
      currency: item.priceCurrency,
    }))
    .sort((one, other) => (one.umid < other.umid ? -1 : 1));
}

const text = (value: unknown) => (value === undefined ? undefined : `${value}`);

async function post(bodies: readonly { readonly body: string; readonly contentType: string }[]): Promise<void> {
  for (const { body, contentType } of bodies)
    expect((await stack.receiver.post(body, { 'content-type': contentType })).status).toBe(200);
}

test('while Firehose fails, receipts are recorded, and their rows wait', async () => {
  firehose.fault = 'server-error';
  await post(lifecycles.slice(0, 12).flatMap(({ bodies }) => bodies));
  await eventually(
    () => linesOf(stack.emulator, 'Archive'),
    (all) => all.filter(({ outcome }) => outcome === 'failed').length >= 2,
  );
  expect(await messages()).toEqual([]);
});

test('afterwards the archive has the last version of each message, and no row is in the dead-letter queue', async () => {
  firehose.fault = 'none';
  await post(lifecycles.slice(12).flatMap(({ bodies }) => bodies));
  const expected = await fromTable();
  expect(expected).toHaveLength(umids.length);
  const versions = () => expected.map(({ umid, version }) => `${umid} ${version}`);
  const rows = await eventually(messages, (found) =>
    versions().every((wanted) => found.some(({ umid, version }) => wanted === `${umid} ${version}`)),
  );
  expect(rows).toEqual(expected.map((row) => expect.objectContaining(row)));
  expect(await messagesIn(stack.emulator, stack.outputs.ArchiveDeadLetterQueueUrl)).toBe(0);
});

test('the archive has every version', async () => {
  const rows = await ask(
    'SELECT umid, count(DISTINCT version) AS versions, max(version) - min(version) + 1 AS written FROM versions GROUP BY umid',
  );
  expect(rows).toHaveLength(umids.length);
  expect(rows.some(({ versions }) => Number(versions) > 2)).toBe(true);
  for (const { versions, written } of rows) expect(versions).toBe(written);
});

let athenaForTool: Awaited<ReturnType<typeof athenaInDuckDb>>;
beforeAll(async () => {
  athenaForTool = await athenaInDuckDb(stack.emulator);
});
afterAll(() => athenaForTool?.close());

async function tool(...args: string[]) {
  const variables = { ...stack.emulator.variables, AWS_ENDPOINT_URL_ATHENA: athenaForTool.endpoint };
  const { code, stdout, stderr } = await runTool(args, variables);
  if (code !== 0) throw new Error(stderr);
  return { stderr, stdout };
}

async function reportOf(...options: string[]) {
  const { stdout, stderr } = await tool('report', '--json', ...options);
  return { stderr, report: JSON.parse(stdout) };
}

/** Without times, whose percentiles differ. */
const comparable = (report: object) =>
  JSON.parse(JSON.stringify(report), (name, value) => (name.endsWith('Ms') ? value !== null : value));

describe('receipts report', () => {
  test.each([
    ['--by', 'country,state'],
    ['--by', 'day,sub-account', '--time-zone', 'Asia/Manila'],
    ['--by', 'month,state,error'],
    ['--by', 'source', '--compare'],
    ['--by', 'batch', '--country', 'unknown'],
    ['--by', 'error', '--sub-account', 'none of this name'],
  ])('%s %s %s %s: equal from the archive and from the table', async (...options) => {
    const [archive, table] = await Promise.all([reportOf(...options), reportOf(...options, '--table')]);
    expect(archive.stderr).toContain('Asks Athena in the workgroup SmsReceipts.');
    expect(table.stderr).not.toContain('Athena');
    expect(comparable(archive.report)).toEqual(comparable(table.report));
  });
});

describe('receipts archive backfill', () => {
  const { messages: sent } = sentMessages(STORED, 19);
  /** Of the last hours, so that some are overdue. */
  const RECENT = 40;
  let table: ReturnType<typeof documentClient>;
  beforeAll(() => {
    table = documentClient(patient());
  });
  afterAll(() => table?.destroy());
  const countVersions = async () => Number((await ask('SELECT count(*) AS rows FROM versions'))[0]?.rows);

  test('puts the messages that the table holds into the archive', async () => {
    // So that the archive function does not
    firehose.fault = 'server-error';
    const items: ReceiptItem[] = await Promise.all(sent.map(itemOf));
    const recent = new Date(Date.now() - 3 * 3_600_000).toISOString();
    const later = items.map((item, at) => (at < RECENT ? { ...item, firstReceivedAt: recent } : item));
    await writeItems(table, stack.outputs.ReceiptsTableName, later);
    const { stdout } = await tool('archive', 'backfill');
    const all = (STORED + umids.length).toLocaleString('en-US');
    expect(stdout).toContain(`The archive took rows of ${all} of ${all} items.`);
    expect(await messages()).toHaveLength(STORED + umids.length);
  });

  test('again, changes no message', async () => {
    const [before, rowsBefore] = [await messages(), await countVersions()];
    await tool('archive', 'backfill');
    // A request that is answered late is sent again, and its rows are there twice
    expect(await countVersions()).toBeGreaterThanOrEqual(rowsBefore + STORED + umids.length);
    expect(await messages()).toEqual(before);
  });

  test('reports of these messages from the archive and from the table equal a count by plain loops', async () => {
    const expected = sent.slice(RECENT).map((arrivals) => plainMessage(arrivals, country));
    for (const from of [[], ['--table']]) await expectReports(expected, ...from);
  });

  test('overdue messages are equal from the archive and from the table', async () => {
    const overdueOf = async (...options: string[]) =>
      JSON.parse((await tool('overdue', '--older-than', '1h', '--json', ...options)).stdout).rows;
    const rows = await overdueOf();
    expect(rows.length).toBeGreaterThan(1);
    expect(rows).toEqual(await overdueOf('--table'));
  });

  test('insights are equal from the archive and from the table', async () => {
    const request = { period: '2026-11', filter: { country: 'FR' } };
    const periods = periodsOf(request.period, new Date(), 'UTC');
    if (periods === undefined) throw new TypeError('a month is a period');
    const config = { ...patient(), endpoint: athenaForTool.endpoint };
    const [fromArchive, fromTable] = await Promise.all(
      [
        archiveReports(names(), config),
        tableReports({ client: table, receiptsTable: stack.outputs.ReceiptsTableName }),
      ].map((read) => readInsights(read, request, periods, 'UTC')),
    );
    expect(fromArchive?.origin).toBe('the archive, which is a quarter of an hour behind');
    expect(fromArchive?.total.total.messages).toBeGreaterThan(100);
    expect(comparable({ ...fromArchive, origin: '' })).toEqual(comparable({ ...fromTable, origin: '' }));
  });
});

test.each(Object.entries(SAVED_QUERIES))('the saved query %s runs', async (_, { sql }) => {
  await ask(sql.replace('FROM messages', `FROM (${lastVersionsSql()}) AS messages`));
});

test('no number, no id of the customer and no text is in the archive', async () => {
  const rows = JSON.stringify(await ask('SELECT * FROM versions'));
  expect(rows).toContain(umids[0]);
  for (const umid of umids) {
    const { destination, clientMessageId } = (await stack.receiver.itemOf(umid)) ?? {};
    expect(destination).toMatch(/\d{7}/);
    expect(rows).not.toContain(destination.replace('+', ''));
    if (clientMessageId !== undefined) expect(rows).not.toContain(clientMessageId);
  }
});

/** The simulator's British numbers are reserved for fiction, so that no country has them. */
function country(number: string): string {
  return /^\+?1/.test(number) ? 'US' : /^\+?33/.test(number) ? 'FR' : 'unknown';
}

/** Compares reports of three days with the figures of these messages. */
async function expectReports(sent: readonly PlainMessage[], ...options: string[]): Promise<void> {
  const expected = sent.filter(({ day }) => day >= '2026-11-02' && day < '2026-11-05');
  const period = ['--from', '2026-11-02', '--to', '2026-11-05'];
  for (const [by, fields] of [
    ['country,source,error', ['country', 'source', 'errorCode']],
    ['day,sub-account', ['day', 'subAccountId']],
  ] as const) {
    const { report } = await reportOf(...period, '--by', by, ...options);
    expectEqualReport(report.rows, fields, plainReport(expected, fields));
    expectEqualReport([report.total], [], plainReport(expected, []));
  }
}

describe('of 50,000 messages with late, repeated and missing versions', () => {
  test('reports equal a count by plain loops', async () => {
    const { messages: stored } = sentMessages(STORED, 19);
    const { messages: archived } = sentMessages(ARCHIVED, 23);
    const rowOf = async (arrivals: readonly Arrival[], version: number) =>
      archiveRow({ ...(await itemOf(arrivals)), version }, ['source']) ?? [];
    const rows = await Promise.all(
      archived.map(async (arrivals, at) => {
        const last = await rowOf(arrivals, arrivals.length);
        // The order of rows has no meaning
        const earlier = at % 3 === 0 ? await rowOf(arrivals.slice(0, 1), 1) : [];
        return [last, earlier, at % 5 === 0 ? last : []].flat();
      }),
    );
    const put = createPutRecords(stack.outputs.ArchiveStreamName ?? '', patient());
    const records = rowsInRecords(rows.flat().map((row) => ({ row, from: undefined })));
    expect(await putRecords(records, put, AbortSignal.timeout(600_000))).toEqual(new Map());
    const recent = 40;
    const all = [...stored.slice(recent), ...archived].map((arrivals) => plainMessage(arrivals, country));
    await expectReports(all);
  });
});
