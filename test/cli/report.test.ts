import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { cases } from '../support/cases.ts';
import { freshTables } from '../support/engine.ts';
import { expectEqualReport } from '../support/equals-plain-report.ts';
import { type PlainMessage, plainMessage, plainReport } from '../support/plain-report.ts';
import { itemOf, sentMessages, writeItems } from '../support/sent-messages.ts';
import { useDeployment } from './support/deployment.ts';

const COUNT = cases(500, 2_000);
/** In one report, because the engine reads only some thousands a second. */
const MANY = cases(0, 50_000);
/** The simulator's British numbers are reserved for fiction, so that no country has them. */
const country = (number: string) => (/^\+?1/.test(number) ? 'US' : /^\+?33/.test(number) ? 'FR' : 'unknown');

const PERIOD = { from: '2026-11-02', to: '2026-11-05' };
const ARGUMENTS = ['report', '--from', PERIOD.from, '--to', PERIOD.to];

describe('receipts report', () => {
  const deployed = useDeployment();
  let sent: readonly PlainMessage[];
  beforeAll(async () => {
    const { messages } = sentMessages(COUNT);
    sent = messages.map((arrivals) => plainMessage(arrivals, country));
    const { client, receiptsTable } = deployed.tables;
    await writeItems(client, receiptsTable, await Promise.all(messages.map(itemOf)));
  });

  const within = ({ from, to }: typeof PERIOD) => sent.filter(({ day }) => day >= from && day < to);
  const reportOf = async (...options: string[]) => {
    const run = await deployed.runHere([...ARGUMENTS, ...options, '--json']);
    expect(run).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Reads about [^\n]+\n$/) });
    return JSON.parse(run.stdout);
  };

  test.each<[by: string, fields: (keyof PlainMessage)[]]>([
    ['country', ['country']],
    ['day,sub-account', ['day', 'subAccountId']],
    ['source,error', ['source', 'errorCode']],
    ['state', ['state']],
    ['batch', ['batchId']],
  ])('by %s equals a count by plain loops', async (by, fields) => {
    const report = await reportOf('--by', by);
    expect(report).toMatchObject({ ...PERIOD, by: by.split(','), timeZone: 'UTC' });
    expectEqualReport(report.rows, fields, plainReport(within(PERIOD), fields));
    expectEqualReport([report.total], [], plainReport(within(PERIOD), []));
  });

  (MANY > 0 ? test : test.skip)('of many messages equals a count by plain loops', async () => {
    const other = await freshTables();
    const { messages } = sentMessages(MANY, 18);
    await writeItems(other.client, other.receiptsTable, await Promise.all(messages.map(itemOf)));
    deployed.stack.outputs.ReceiptsTableName = other.receiptsTable;
    const report = await reportOf('--by', 'country,source,error').finally(() => {
      deployed.stack.outputs.ReceiptsTableName = deployed.tables.receiptsTable;
      other.client.destroy();
    });
    const sentThere = messages.map((arrivals) => plainMessage(arrivals, country));
    const expected = sentThere.filter(({ day }) => day >= PERIOD.from && day < PERIOD.to);
    const fields = ['country', 'source', 'errorCode'] as const;
    expectEqualReport(report.rows, fields, plainReport(expected, fields));
  });

  test('days begin in the time zone', async () => {
    const report = await reportOf('--by', 'day', '--time-zone', 'Asia/Manila');
    const moved = sent.map((message) => {
      const time = new Date(Date.parse(message.firstReceivedAt) + 8 * 3_600_000);
      return { ...message, day: time.toISOString().slice(0, 10) };
    });
    const expected = moved.filter(({ day }) => day >= PERIOD.from && day < PERIOD.to);
    expectEqualReport(report.rows, ['day'], plainReport(expected, ['day']));
  });

  test('filters by country, sub-account and source', async () => {
    const filters = ['--country', 'fr', '--sub-account', 'Acme-Codes', '--source', 'ACME'];
    const report = await reportOf('--by', 'day', ...filters);
    const expected = within(PERIOD).filter(
      ({ country, subAccountId, source }) => country === 'FR' && subAccountId === 'Acme-Codes' && source === 'ACME',
    );
    expect(expected.length).toBeGreaterThan(0);
    expectEqualReport(report.rows, ['day'], plainReport(expected, ['day']));
  });

  test('compares with the period before', async () => {
    const before = { from: '2026-10-30', to: '2026-11-02' };
    const report = await reportOf('--by', 'country', '--compare');
    expect(report.before).toMatchObject(before);
    expectEqualReport(
      report.rows.map((row: { country: string; before: object }) => ({ country: row.country, ...row.before })),
      ['country'],
      plainReport(within(before), ['country']),
    );
  });

  test('says first how much it reads and what that costs, and shows a table with bars and the total', async () => {
    const run = await deployed.runHere([...ARGUMENTS, '--by', 'country']);
    expect(run.stderr).toMatch(
      /^Reads about [\d,]+ items \(\d+ MiB\) of the stack \S+ in \S+, which costs less than 0\.01 USD on demand/,
    );
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('2026-11-02 to 2026-11-04, UTC');
    expect(lines[2]).toMatch(/^ {2}country +messages +delivered +failed +open +median +95 % within +segments +cost$/);
    expect(new Set(lines.slice(2).map((line) => line.length)).size).toBe(1);
    expect(lines.slice(3, -1).map((line) => /^ {2}(\w+) +[\d,]+ +█/.exec(line)?.[1])).toEqual(['unknown', 'US', 'FR']);
    expect(lines.at(-1)).toMatch(/^ {2}total /);
  });

  test('--csv has a column for each currency', async () => {
    const { stdout } = await deployed.runHere([...ARGUMENTS, '--by', 'sub-account', '--csv']);
    const [header, ...rows] = stdout.trimEnd().split('\r\n');
    expect(header).toBe(
      'subAccountId,messages,delivered,failed,open,deliveryRate,segments,cost_EUR,cost_SGD,cost_USD,medianDeliveryMs,p95DeliveryMs',
    );
    expect(rows).toHaveLength(4);
  });

  test('--csv prints no control character of a text from outside, and keeps the rest as it is', async () => {
    const { client, receiptsTable } = deployed.tables;
    const Item = { umid: 'x', state: 'sent', source: '+1202\u001b[2J', firstReceivedAt: '2026-12-24T00:00:00.000Z' };
    await client.send(new PutCommand({ TableName: receiptsTable, Item }));
    const { stdout } = await deployed.runHere([
      'report',
      '--from',
      '2026-12-24',
      '--to',
      '2026-12-25',
      '--by',
      'source',
      '--csv',
    ]);
    expect(stdout).toMatch(/\n\+1202\u00b7\[2J,1,/);
  });
});
