import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { tableReports } from '../../lookup/report/table-reports.ts';
import { createApp } from '../../page/app.ts';
import { tableFigures } from '../../page/table-figures.ts';
import { connectionTo, type FreshTables, freshTables } from '../support/engine.ts';
import { writeTwoWeeks } from './support/two-weeks.ts';

const END = new Date('2026-11-28T12:00:00Z');
const DAY_MS = 86_400_000;
/** So many that a hundred and more of each week ended in France, as a drop needs. */
const MESSAGES = 800;

describe('the insights', () => {
  let tables: FreshTables;
  let items: readonly ReceiptItem[];
  beforeAll(async () => {
    tables = await freshTables();
    items = await writeTwoWeeks(tables, END, MESSAGES);
  });
  afterAll(() => tables.client.destroy());

  async function get(path: string, maxItems?: number): Promise<{ status: number; text: string; words: string }> {
    const connection = connectionTo(tables);
    const app = createApp({
      connection,
      ...tableFigures(connection),
      now: () => END,
      ...(maxItems !== undefined && { readReports: tableReports(connection, maxItems) }),
    });
    const answer = await app.request(path, { headers: { host: '127.0.0.1' } });
    const text = await answer.text();
    return { status: answer.status, text, words: text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ') };
  }

  /** Of the messages of the last days, or of those before. */
  const inDays = (from: number, to: number) =>
    items.filter(({ firstReceivedAt }) => {
      const age = (END.getTime() - Date.parse(firstReceivedAt)) / DAY_MS;
      return age > to && age <= from;
    });
  const rateIn = (some: readonly ReceiptItem[]): string => {
    const ended = some.filter(({ terminal }) => terminal);
    return `${((100 * ended.filter(({ state }) => state === 'delivered').length) / ended.length).toFixed(1)} %`;
  };
  const french = (some: readonly ReceiptItem[]) => some.filter(({ destination }) => destination?.startsWith('+33'));

  test('the row that dropped most stands first, and says so', async () => {
    const { words } = await get('/insights');
    const [now, before] = [french(inDays(7, 0)), french(inDays(14, 7))];
    const drop = `${rateIn(before)} → ${rateIn(now)}, ${now.length} messages`;
    expect(words).toContain(`▼ FR ${drop}`);
    expect(words).toMatch(
      /By country country messages delivered and failed delivered change median time cost France \(FR\) dropped most/,
    );
    expect(words).toContain(`${rateIn(inDays(7, 0))} ▼`);
  });

  test('each row leads to its filter, which can be removed again, and to CSV', async () => {
    const { text } = await get('/insights?period=7d');
    expect(text).toContain('href="/insights?period=7d&amp;country=FR"');
    expect(text).toContain('href="/insights.csv?period=7d&amp;by=country"');
    const filtered = await get('/insights?period=7d&country=FR&error=43');
    expect(filtered.text).toContain('href="/insights?period=7d&amp;error=43"');
    const matching = french(inDays(7, 0)).filter(({ errorCode }) => errorCode === 43);
    expect(filtered.words).toContain(`Messages ${matching.length} `);
    const csv = (await get('/insights.csv?period=7d&by=source&country=FR')).text.split('\r\n');
    expect(csv[0]).toMatch(/^\ufeff?source,messages,.*,before_messages,/);
    expect(
      csv
        .slice(1)
        .map((line) => line.split(',')[0])
        .sort(),
    ).toEqual(['8x8', 'ACME', 'AcmeClinic']);
  });

  test('a month is compared with the one before', async () => {
    const { words } = await get('/insights?period=2026-11');
    expect(words).toContain(`Messages ${MESSAGES.toLocaleString('en')} the month before: 0`);
  });

  test('says that it read only a part of a large table', async () => {
    const { words } = await get('/insights', 400);
    expect(words).toMatch(/Counted from [\d,]+ items of the receipts table/);
    expect(words).toMatch(/a random part of the table.* receipts report --by country /);
    expect((await get('/insights')).words).not.toContain('a random part');
  });

  test.each([
    '/insights?period=1y',
    '/insights?error=x',
    '/insights.csv?by=umid',
    '/insights?period=2026-13',
    '/insights?period=2026-12',
  ])('%s does not exist', async (path) => {
    expect(await get(path)).toMatchObject({ status: 400 });
  });

  test('shows a period without messages', async () => {
    const { status, words } = await get('/insights?period=7d&country=ZZ');
    expect(status).toBe(200);
    expect(words).toContain('None, neither in this period nor in the one before.');
  });
});
