import { AthenaClient } from '@aws-sdk/client-athena';
import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lastVersionsSql, SAVED_QUERIES } from '../../contract/archive-sql.ts';
import { archiveRow } from '../../lambda/archive/archive-row.ts';
import { rowsInRecords } from '../../lambda/archive/rows-in-records.ts';
import { type AthenaRow, queryAthena } from '../../lookup/archive/query-athena.ts';
import { generateLifecycles } from '../../simulator/generate-lifecycles.ts';
import { runTool } from '../cli/support/run-tool.ts';
import { type FaultyProxy, faultyProxy } from '../support/faulty-proxy.ts';
import { athenaInDuckDb } from './support/athena-in-duckdb.ts';
import { bootstrap, deploy, type Outputs } from './support/deployment.ts';
import { type Emulator, startEmulator } from './support/emulator.ts';
import { eventually } from './support/eventually.ts';
import { changeVariables } from './support/function-variables.ts';
import { linesOf } from './support/logs.ts';
import { type DeployedReceiver, deployedReceiver } from './support/receiver.ts';

const lifecycles = generateLifecycles({ seed: 29, messages: 24 });
const umids = lifecycles.map(({ umid }) => umid);

let emulator: Emulator;
let outputs: Outputs;
let receiver: DeployedReceiver;
let athena: AthenaClient;
let firehose: FaultyProxy;

beforeAll(async () => {
  emulator = await startEmulator();
  await bootstrap(emulator);
  ({ outputs } = await deploy(emulator, { removalPolicy: 'destroy', archive: 'on' }));
  receiver = await deployedReceiver(emulator, outputs);
  athena = new AthenaClient(emulator.clientConfig);
  firehose = await faultyProxy(emulator.endpoint);
  await changeVariables(emulator, 'ArchiveFunction', () => ({ AWS_ENDPOINT_URL_FIREHOSE: firehose.endpoint }));
});

afterAll(async () => {
  athena?.destroy();
  receiver?.close();
  await Promise.all([firehose?.close(), emulator?.stop()]);
});

const ask = (sql: string) =>
  queryAthena(
    athena,
    { workGroup: outputs.ArchiveWorkGroupName ?? '', database: outputs.ArchiveDatabaseName ?? '' },
    sql,
    AbortSignal.timeout(30_000),
  );

/** The emulator has no views, so the query of the view takes its place. */
const messages = () => ask(`${lastVersionsSql()}\nORDER BY umid`);

/** What the archive must say of each message, from its item. */
async function fromTable(): Promise<AthenaRow[]> {
  const items = await Promise.all(umids.map((umid) => receiver.itemOf(umid)));
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
    expect((await receiver.post(body, { 'content-type': contentType })).status).toBe(200);
}

test('while Firehose fails, receipts are recorded, and their rows wait', async () => {
  firehose.fault = 'server-error';
  await post(lifecycles.slice(0, 12).flatMap(({ bodies }) => bodies));
  await eventually(
    () => linesOf(emulator, 'Archive'),
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
  expect(new Set(rows.map(({ source }) => source))).toEqual(new Set([undefined]));
  const sqs = new SQSClient({ ...emulator.clientConfig, useQueueUrlAsEndpoint: false });
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: outputs.ArchiveDeadLetterQueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  sqs.destroy();
  expect(Attributes?.ApproximateNumberOfMessages).toBe('0');
});

test('the archive has every version', async () => {
  const rows = await ask(
    'SELECT umid, count(DISTINCT version) AS versions, max(version) - min(version) + 1 AS written FROM versions GROUP BY umid',
  );
  expect(rows).toHaveLength(umids.length);
  expect(rows.some(({ versions }) => Number(versions) > 2)).toBe(true);
  for (const { versions, written } of rows) expect(versions).toBe(written);
});

describe('receipts report', () => {
  let athenaForTool: Awaited<ReturnType<typeof athenaInDuckDb>>;
  beforeAll(async () => {
    athenaForTool = await athenaInDuckDb(emulator);
  });
  afterAll(() => athenaForTool?.close());

  async function reportOf(...options: string[]) {
    const { code, stdout, stderr } = await runTool(['report', '--json', ...options], {
      ...emulator.variables,
      AWS_ENDPOINT_URL_ATHENA: athenaForTool.endpoint,
    });
    if (code !== 0) throw new Error(stderr);
    return { stderr, report: JSON.parse(stdout) };
  }

  test.each([
    ['--by', 'country,state'],
    ['--by', 'day,sub-account', '--time-zone', 'Asia/Manila'],
    ['--by', 'month,state,error'],
    ['--by', 'batch', '--country', 'unknown'],
    ['--by', 'error', '--sub-account', 'none of this name'],
  ])('%s %s %s %s: equal from the archive and from the table', async (...options) => {
    const [archive, table] = await Promise.all([reportOf(...options), reportOf(...options, '--table')]);
    expect(archive.stderr).toContain('Asks Athena in the workgroup SmsReceipts.');
    expect(table.stderr).not.toContain('Athena');

    // The emulator's percentiles are others
    const comparable = (report: object) =>
      JSON.parse(JSON.stringify(report), (name, value) => (name.endsWith('Ms') ? value !== null : value));
    expect(comparable(archive.report)).toEqual(comparable(table.report));
  });
});

test('copies of all rows change no message', async () => {
  const before = await messages();
  const count = async () => Number((await ask('SELECT count(*) AS rows FROM versions'))[0]?.rows);
  const rowsBefore = await count();
  const items = await Promise.all(umids.map((umid) => receiver.itemOf(umid)));
  const rows = items.flatMap((item) => archiveRow(item) ?? []).map((row) => ({ row, from: undefined }));
  const client = new FirehoseClient(emulator.clientConfig);
  for (const { data } of rowsInRecords(rows)) {
    const Record = { Data: Buffer.from(data) };
    await client.send(new PutRecordCommand({ DeliveryStreamName: outputs.ArchiveStreamName, Record }));
  }
  client.destroy();
  await eventually(count, (now) => now >= rowsBefore + umids.length);
  expect(await messages()).toEqual(before);
});

test.each(Object.entries(SAVED_QUERIES))('the saved query %s runs', async (_, { sql }) => {
  await ask(sql.replace('FROM messages', `FROM (${lastVersionsSql()}) AS messages`));
});

test('no number, no id of the customer and no text is in the archive', async () => {
  const rows = JSON.stringify(await ask('SELECT * FROM versions'));
  expect(rows).toContain(umids[0]);
  for (const umid of umids) {
    const { destination, clientMessageId } = (await receiver.itemOf(umid)) ?? {};
    expect(destination).toMatch(/\d{7}/);
    expect(rows).not.toContain(destination.replace('+', ''));
    if (clientMessageId !== undefined) expect(rows).not.toContain(clientMessageId);
  }
});
