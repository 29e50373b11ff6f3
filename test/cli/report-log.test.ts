import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { cases } from '../support/cases.ts';
import { expectEqualReport } from '../support/equals-plain-report.ts';
import { plainLogReport, randomLog } from '../support/random-log.ts';
import { type LogFields, logFile, logRow } from '../support/vendor-log.ts';
import { API_KEY, type FakeVendor, startFakeVendor } from './support/fake-vendor.ts';
import { runInProcess } from './support/run-in-process.ts';
import { settingsFolder } from './support/settings-folder.ts';

const ARGUMENTS = ['report', '--from', '2026-11-02', '--to', '2026-11-05', '--json'];
const { folder } = settingsFolder();

function fileOf(rows: Iterable<LogFields | string>, text = logFile(rows)): string {
  const path = join(folder, `${randomUUID()}.csv`);
  writeFileSync(path, text);
  return path;
}

/** Nothing listens there: the command must not ask AWS for anything. */
const NO_AWS = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' };
const reportOf = (...options: string[]) => runInProcess([...ARGUMENTS, ...options], NO_AWS);

describe('receipts report from the log of 8x8', () => {
  const rows = randomLog(cases(500, 2_000));

  test('files: equals a count by plain loops, by operator and source', async () => {
    const files = [fileOf(rows.slice(0, 200)), fileOf(rows.slice(200))];
    const run = await reportOf('--by', 'operator,source', '--input', ...files);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const expected = plainLogReport(rows, '2026-11-02', '2026-11-05');
    expectEqualReport(JSON.parse(run.stdout).rows, ['operator', 'source'], expected);
  });

  test('a message counts once, by its greatest status', async () => {
    const created = { createdat: '2026-11-02 00:00:00', status_timestamp: '2026-11-02 00:00:05' };
    const sent = { ...created, status_value: 'sent', status_details: '' };
    const file = fileOf([logRow(1, sent), logRow(2, created), logRow(1, created), logRow(1, sent), logRow(2, created)]);
    const { total } = JSON.parse((await reportOf('--input', file)).stdout);
    expect(total).toMatchObject({ messages: 2, delivered: 2, cost: { USD: '0.025' } });
  });

  test('names the rows that cannot be read, and ends with 1', async () => {
    const run = await reportOf('--input', fileOf(['broken\n', logRow(1, { createdat: '2026-11-02 00:00:00' })]));
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^1 row of the log could not be read.*\n.*\.csv: line 2 must have 24 columns, not 1\n$/);
    expect(JSON.parse(run.stdout).total.messages).toBe(1);
  });

  test.each<[what: string, path: () => string, message: RegExp]>([
    ['no file', () => join(folder, 'none.csv'), /none\.csv cannot be read \(ENOENT\)/],
    ['a folder', () => folder, /The log of 8x8 cannot be read.*EISDIR/],
    ['another format', () => fileOf([], 'a,b\n'), /cannot be read\. .*: The file is not a log of messages/],
  ])('%s', async (_, path, message) => {
    const run = await reportOf('--input', path());
    expect(run.stderr).toMatch(message);
  });

  describe('with --log', () => {
    let vendor: FakeVendor;
    beforeAll(async () => {
      vendor = await startFakeVendor();
    });
    afterEach(() => expect(vendor.faults).toEqual([]));
    afterAll(() => vendor.close());

    test('exports the period once, also for the one before, and counts it', async () => {
      vendor.export = { states: ['succeeded'], files: [{ body: logFile(rows) }] };
      const environment = { ...NO_AWS, EIGHT_BY_EIGHT_API_URL: vendor.url, EIGHT_BY_EIGHT_API_KEY: API_KEY };
      const options = ['--by', 'operator,source', '--compare', '--log', '--sub-account', 'Acme_1'];
      const run = await runInProcess([...ARGUMENTS, ...options], environment);
      expect(run.code).toBe(0);
      expect(vendor.exports.started).toEqual([{ from: '2026-10-30T00:00:00Z', to: '2026-11-05T00:00:00Z', limit: 0 }]);
      const expected = plainLogReport(rows, '2026-11-02', '2026-11-05');
      expectEqualReport(JSON.parse(run.stdout).rows, ['operator', 'source'], expected);
    });
  });
});
