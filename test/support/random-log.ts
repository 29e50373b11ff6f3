import { createRandom } from '../../simulator/random.ts';
import type { PlainFigures } from './plain-report.ts';
import { type LogFields, logRow } from './vendor-log.ts';

const BEGIN = Date.parse('2026-11-01T00:00:00Z');
const DAYS = 6;
const NETWORKS = [
  ['PH', '515', '02'],
  ['PH', '515', '03'],
  ['US', '310', '260'],
  ['SG', '525', '1'],
  ['SG', '', ''],
] as const;

/** Rows of the log of six days, in the format that exports have, with commas, quotes and line breaks in texts. */
export function randomLog(count: number, seed = 23): LogFields[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, number) => {
    const created = BEGIN + random.int(0, DAYS * 86_400_000);
    const [country, mcc, mnc] = random.oneOf(NETWORKS);
    const segments = random.int(1, 4);
    const price = random.int(1, 900);
    const status = random.oneOf([
      { status_value: 'delivered', status_details: 'delivered_to_recipient' },
      { status_value: 'delivered', status_details: 'delivered_to_operator' },
      { status_value: 'read', status_details: '' },
      { status_value: 'sent', status_details: '' },
      {
        status_value: 'undelivered',
        status_details: 'rejected_by_operator',
        status_errorcode: random.oneOf(['15', '43']),
      },
      { status_value: 'rejected', status_details: '', status_errorcode: '0' },
    ]);
    return logRow(number, {
      ...status,
      ...{ country, mcc, mnc },
      direction: random.chance(0.05) ? '0' : '1',
      source: random.oneOf(['ACME', 'Acme, "Inc"', '8x8']),
      createdat: databaseTime(created),
      status_timestamp: databaseTime(created + random.int(100, 500_000)),
      smscount: String(segments),
      price_total: String((price * segments) / 10_000),
      price_currency: random.oneOf(['USD', 'EUR']),
      body: 'two\nlines, "quoted"',
    });
  });
}

function databaseTime(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}

/** The figures by operator and source of messages created from a day on and before another, by plain loops. */
export function plainLogReport(rows: readonly LogFields[], from: string, to: string): Map<string, PlainFigures> {
  const groups = new Map<string, PlainFigures>();
  for (const row of rows) {
    const created = row.createdat ?? '';
    if (row.direction !== '1' || created < from || created >= to) continue;
    const key = JSON.stringify([row.mcc === '' ? null : `${row.mcc}-${row.mnc}`, row.source]);
    let group = groups.get(key);
    if (group === undefined) {
      group = { messages: 0, delivered: 0, failed: 0, open: 0, segments: 0, cost: {}, deliveryTimes: [] };
      groups.set(key, group);
    }
    const isAtRecipient = row.status_details === 'delivered_to_recipient';
    const isFailed = row.status_value === 'undelivered' || row.status_value === 'rejected';
    group.messages += 1;
    if (isFailed) group.failed += 1;
    else if (isAtRecipient || row.status_value === 'read') group.delivered += 1;
    else group.open += 1;
    group.segments += Number(row.smscount);
    const currency = row.price_currency ?? '';
    group.cost[currency] = (group.cost[currency] ?? 0) + Math.round(Number(row.price_total) * 10_000);
    if (isAtRecipient) group.deliveryTimes.push(Date.parse(`${row.status_timestamp}Z`) - Date.parse(`${created}Z`));
  }
  return groups;
}
