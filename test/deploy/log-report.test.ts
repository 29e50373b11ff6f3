import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createRandom } from '../../simulator/random.ts';
import { runInProcess } from '../cli/support/run-in-process.ts';
import { temporaryFolder } from '../infra/support/synthesize.ts';
import { expectEqualReport } from '../support/equals-plain-report.ts';
import type { PlainFigures } from '../support/plain-report.ts';
import { randomLog } from '../support/random-log.ts';
import { type LogFields, logFile } from '../support/vendor-log.ts';
import { askDuckDb } from './support/ask-duckdb.ts';

const [FROM, TO] = ['2026-11-02', '2026-11-05'];
const MESSAGES = 4_000;
const folder = temporaryFolder();

/** Rows with values missing, and earlier statuses of some messages before and after their last one. */
function logOf(seed: number): LogFields[] {
  const random = createRandom(seed);
  return randomLog(MESSAGES, seed).flatMap((row) => {
    const last = {
      ...row,
      subaccountid: random.oneOf(['Acme_1', 'Acme_2', '']),
      country: random.chance(0.1) ? '' : row.country,
      batchid: random.chance(0.7) ? '' : `batch-${random.int(1, 9)}`,
    };
    const { status_errorcode: _, price_total: __, ...others } = last;
    const sent = { ...others, status_value: 'sent', status_details: '', status_timestamp: row.createdat };
    return random.oneOf([[last], [last], [last, sent], [sent, last], [last, last]]) as LogFields[];
  });
}

/** The last status of each message of the period, in DuckDB's own words. */
function factsSql(file: string): string {
  return `SELECT *,
  CASE WHEN rank < 3 THEN 'open' WHEN status_value IN ('delivered', 'read') THEN 'delivered' ELSE 'failed' END AS outcome,
  CASE WHEN mcc IS NULL THEN NULL ELSE mcc || '-' || mnc END AS network,
  CASE WHEN rank = 3 AND status_value = 'delivered'
    THEN epoch_ms(CAST(status_timestamp AS timestamp)) - epoch_ms(CAST(createdat AS timestamp)) END AS ms
FROM (
  SELECT *, CASE
    WHEN status_value = 'read' THEN 4
    WHEN status_details = 'delivered_to_operator' THEN 2
    WHEN status_value = 'sent' THEN 1
    ELSE 3 END AS rank
  FROM read_csv('${file}', header = true, all_varchar = true, nullstr = '')
  WHERE direction = '1' AND createdat >= '${FROM}' AND createdat < '${TO}'
)
QUALIFY row_number() OVER (PARTITION BY umid ORDER BY rank DESC, status_timestamp DESC) = 1`;
}

const REPORTS: readonly (readonly [by: string, fields: readonly string[], values: readonly string[]])[] = [
  ['operator,source', ['operator', 'source'], ['network', 'source']],
  ['day,country', ['day', 'country'], ['substr(createdat, 1, 10)', "coalesce(country, 'unknown')"]],
  ['sub-account,error', ['subAccountId', 'errorCode'], ['subaccountid', "CAST(nullif(status_errorcode, '0') AS int)"]],
  ['batch,state', ['batchId', 'state'], ['batchid', 'status_value']],
];

async function figuresOf(file: string, values: readonly string[]): Promise<Map<string, PlainFigures>> {
  const keys = values.map((_, at) => at + 1).join(', ');
  const [rows = [], costs = []] = await askDuckDb([
    `SELECT ${values.join(', ')}, count(*), count(*) FILTER (outcome = 'delivered'), count(*) FILTER (outcome = 'failed'),
      count(*) FILTER (outcome = 'open'), CAST(sum(CAST(smscount AS int)) AS int), list(ms) FILTER (ms IS NOT NULL)
    FROM (${factsSql(file)}) GROUP BY ${keys}`,
    `SELECT ${values.join(', ')}, price_currency, CAST(sum(CAST(price_total AS decimal(18, 4))) * 10000 AS bigint)
    FROM (${factsSql(file)}) WHERE price_total IS NOT NULL GROUP BY ${keys}, price_currency`,
  ]);
  const figures = rows.map((row): [string, PlainFigures] => {
    const [messages, delivered, failed, open, segments, times] = row.slice(values.length) as number[];
    const deliveryTimes = (times ?? []) as unknown as number[];
    return [
      JSON.stringify(row.slice(0, values.length)),
      { messages, delivered, failed, open, segments, cost: {}, deliveryTimes } as PlainFigures,
    ];
  });
  const byKey = new Map(figures);
  for (const cost of costs) {
    const [currency, sum] = cost.slice(values.length) as [string, number];
    const of = byKey.get(JSON.stringify(cost.slice(0, values.length)));
    if (of !== undefined) of.cost[currency] = sum;
  }
  return byKey;
}

describe.each([[1], [2]])('random rows of the log, seed %s', (seed) => {
  const file = join(folder, `log-${seed}.csv`);
  beforeAll(() => writeFileSync(file, logFile(logOf(seed))));

  test.each(REPORTS)('a report by %s equals the figures of DuckDB', async (by, fields, values) => {
    const run = await runInProcess(['report', '--from', FROM, '--to', TO, '--by', by, '--input', file, '--json']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expectEqualReport(JSON.parse(run.stdout).rows, fields, await figuresOf(file, values));
  });
});
