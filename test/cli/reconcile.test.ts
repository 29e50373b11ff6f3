import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sampleReceipt } from '../fixtures/samples.ts';
import { engine } from '../support/engine.ts';
import { type LogFields, logFile, logRow } from '../support/vendor-log.ts';
import { useDeployment } from './support/deployment.ts';
import { ToolProcess } from './support/run-tool.ts';

const DELIVERED = '2090-01-01T00:00:10Z';

const deployed = useDeployment();
beforeEach(() => deployed.reset());

const exportFiles = (...files: string[]) => {
  deployed.vendor.export = { states: ['succeeded'], files: files.map((body) => ({ body })) };
};
const refuse = (status: number, message: string) => {
  deployed.vendor.refusal = { status, message };
};
const reconcile = (...args: string[]) => deployed.runHere(['reconcile', '--sub-account', 'Acme_1', ...args]);
const counts = async (...args: string[]) => {
  const { stdout, code } = await reconcile('--json', ...args);
  return { code, ...(JSON.parse(stdout) as Record<string, unknown>) };
};
const itemOf = async (umid = '') => (await deployed.items()).find((item) => item.umid === umid);
/** Posts a receipt, as the vendor does. */
const receive = (umid = '', state = 'sent', timestamp = '2090-01-01T00:00:05Z', detail?: string) =>
  deployed.post(
    JSON.stringify(
      sampleReceipt(({ payload }) => {
        payload.umid = umid;
        payload.status = { state, timestamp, ...(detail && { detail }) };
      }),
    ),
  );

describe('receipts reconcile', () => {
  const [same, missing, behind, ahead] = [1, 2, 3, 4].map((number) => logRow(number)) as [
    LogFields,
    LogFields,
    LogFields,
    LogFields,
  ];
  const file = logFile([
    same,
    missing,
    behind,
    { ...ahead, status_value: 'sent', status_details: '', status_timestamp: '2090-01-01 00:00:01' },
    logRow(5, { direction: '0' }),
    'broken\n',
  ]);
  const receiveSome = async () => {
    await receive(same.umid, 'delivered', `${DELIVERED.slice(0, -1)}.123Z`, 'delivered_to_recipient');
    await receive(behind.umid);
    await receive(ahead.umid, 'delivered', DELIVERED, 'delivered_to_recipient');
  };
  const EXPECTED = { rows: 5, same: 1, missing: 1, behind: 1, ahead: 1, unreadable: 1 };
  const unreadableRows = [{ line: 7, reason: 'must have 24 columns, not 1' }];

  test('counts missing and outdated messages, changes nothing, and exits with 1', async () => {
    await receiveSome();
    const before = await deployed.items();
    exportFiles(file);
    expect(await counts()).toEqual({ code: 1, ...EXPECTED, applied: 0, unreadableRows });
    expect(await deployed.items()).toEqual(before);
    const [period] = deployed.vendor.exports.started as { from: string; to: string }[];
    expect(Date.parse(period?.to ?? '') - Date.parse(period?.from ?? '')).toBe(71 * 3_600_000);
  });

  test('with --apply, records the last status of every message, and nothing in a second run', async () => {
    await receiveSome();
    exportFiles(file);
    expect(await counts('--apply', '--yes')).toEqual({ code: 1, ...EXPECTED, applied: 2, unreadableRows });
    const items = await deployed.items();
    expect(items.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);
    const item = await itemOf(missing.umid);
    expect(item).toMatchObject({ state: 'delivered', terminal: true, clientMessageId: 'order-2', priceTotal: 0.0125 });
    expect(item?.history).toEqual([expect.objectContaining({ origin: 'vendor_log', timestamp: DELIVERED })]);
    expect(item?.firstReceivedAt).toMatch(/^20[2-8]/);
    expect(item).not.toHaveProperty('destination');
    expect(JSON.stringify(items)).not.toContain('***');
    exportFiles(file);
    expect(await counts('--apply', '--yes')).toMatchObject({ code: 1, same: 3, ahead: 1, missing: 0, applied: 0 });
    expect(await deployed.items()).toEqual(items);
  });

  test('shows the counts by state and the umids; --output writes the umids to a file', async () => {
    exportFiles(logFile([missing, logRow(6, { status_value: 'undelivered' })]));
    const { stdout, stderr, code } = await reconcile();
    expect(code).toBe(1);
    expect(stdout).toMatch(/2 messages in the log of 8x8\n {2}same +0 .*\n {2}missing +2 /);
    expect(stdout).toMatch(/delivered +1 +0\n {2}undelivered +1 +0\n/);
    expect(stdout).toContain(`  ${missing.umid}\n`);
    expect(stderr).toContain('2 messages missing or behind. Record them with --apply.');
    const folder = await mkdtemp(join(tmpdir(), 'reconcile-'));
    const output = join(folder, 'umids.csv');
    const earlier =
      'the list of an earlier run, which is longer than the list of this run: it stays if there is no export';
    await writeFile(output, earlier);
    refuse(403, 'Forbidden');
    expect((await reconcile('--output', output)).code).toBe(1);
    expect(await readFile(output, 'utf8')).toBe(earlier);
    deployed.vendor.refusal = undefined;
    exportFiles(logFile([missing]));
    expect((await reconcile('--output', output)).stdout).toContain(`The umids are in ${output}.`);
    expect(await readFile(output, 'utf8')).toBe(`umid,comparison,state\n${missing.umid},missing,"delivered"\n`);
    await rm(folder, { recursive: true });
  });

  test('reads every file of an export, and names the file of an unreadable row', async () => {
    exportFiles(logFile([missing]), logFile(['broken\n', behind]));
    expect(await counts('--apply', '--yes')).toMatchObject({
      rows: 3,
      missing: 2,
      applied: 2,
      unreadableRows: [{ line: 2, reason: expect.stringMatching(/^file 2: /) }],
    });
  });

  test('an unreadable row fails the command, after the others are recorded', async () => {
    exportFiles(logFile(['broken\n', missing]));
    expect(await reconcile('--apply', '--yes')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Recorded: 1.'),
      stderr: expect.stringMatching(/1 row of the log could not be read.*8x8 may have changed its format/),
    });
  });

  test('a message in two files is one message', async () => {
    exportFiles(logFile([missing, missing]), logFile([missing, behind]));
    expect(await counts('--apply', '--yes')).toMatchObject({ code: 0, rows: 2, missing: 2, applied: 2 });
  });

  test('lists at most 20 unreadable rows, and counts all of them', async () => {
    exportFiles(logFile(Array<string>(12).fill('broken\n')), logFile(Array<string>(13).fill('broken\n')));
    const { unreadable, unreadableRows } = (await counts()) as unknown as {
      unreadable: number;
      unreadableRows: object[];
    };
    expect([unreadable, unreadableRows.length]).toEqual([25, 20]);
    exportFiles(logFile(Array<string>(25).fill('broken\n')));
    expect((await reconcile()).stdout).toMatch(/ {2}line 21: .*\n {2}and 5 more$/m);
  });

  test('counts messages older than 72 hours without a terminal status', async () => {
    const fields = { status_value: 'sent', status_details: '', createdat: '2026-01-01 00:00:00' };
    exportFiles(
      logFile([
        { ...missing, ...fields },
        { ...behind, ...fields, status_value: 'delivered' },
      ]),
    );
    expect((await reconcile()).stdout).toContain('1 message older than 72 hours without a terminal status');
  });

  test.each([
    ['failed', /could not write its log \(failed\).*choose a shorter period/],
    ['error', /could not write its log \(error\)/],
    ['cancelled', /was cancelled at 8x8/],
  ])('a job that ends as %s is a clear error', async (state, message) => {
    deployed.vendor.export = { states: [state], files: [] };
    expect(await reconcile()).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
  });

  test('an empty log is not an error', async () => {
    deployed.vendor.export = { states: ['empty'], files: [] };
    expect(await counts()).toMatchObject({ code: 0, rows: 0 });
  });

  test.each([
    ['an API key without permission', 403, 'Forbidden', /refuses the API key \(403\): Forbidden\. Check its rights/],
    ['too many requests', 429, 'Quota exceeded', /\(429\)\. Try again in a minute/],
  ])('%s is a clear error', async (_, status, reason, message) => {
    refuse(status, reason);
    expect(await reconcile()).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
  });

  test('without a terminal, needs --yes to record', async () => {
    expect(await reconcile('--apply')).toMatchObject({ code: 1, stderr: expect.stringContaining('Add --yes') });
    expect(deployed.vendor.exports.started).toEqual([]);
  });

  test('Ctrl-C cancels the job at the vendor', async () => {
    deployed.vendor.export = { states: ['running'], files: [] };
    const tool = new ToolProcess(
      ['reconcile', '--sub-account', 'Acme_1', '--dynamodb', engine.endpoint],
      deployed.environment,
    );
    // By then it has polled the job once
    await tool.until(({ stderr }) => stderr.includes('running'));
    tool.signal('SIGINT');
    const { code, stderr } = await tool.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('The export job was cancelled at 8x8, and nothing was changed.');
    expect(deployed.vendor.exports.cancelled).toHaveLength(1);
  });
});
