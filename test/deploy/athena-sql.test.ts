import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';
import { lastVersionsSql, SAVED_QUERIES } from '../../contract/archive-sql.ts';
import type { ReportSet } from '../../report/archive-sql.ts';
import { costSql, figuresSql } from '../../report/archive-sql.ts';
import { DIMENSIONS } from '../../report/dimensions.ts';
import { emulatorPython } from './support/python-environment.ts';

const set = (bys: ReportSet['bys'], change: Partial<ReportSet> = {}): ReportSet => ({
  from: new Date('2026-11-01T00:00:00Z'),
  to: new Date('2026-12-01T00:00:00Z'),
  bys,
  timeZone: 'UTC',
  filter: {},
  ...change,
});
const SETS: readonly ReportSet[] = [
  set([[]]),
  ...DIMENSIONS.map((dimension) => set([[dimension]])),
  set([DIMENSIONS], { timeZone: 'Asia/Manila' }),
  set([[], ['country'], ['error', 'source'], ['source', 'error'], ['sub-account']]),
  set([['source', 'error']], {
    filter: { source: "O'Neill -- '; DROP TABLE versions", country: 'PH', subAccountId: null, errorCode: 15 },
  }),
];
const STATEMENTS: readonly (readonly [name: string, sql: string])[] = [
  ['the view', lastVersionsSql()],
  ...Object.entries(SAVED_QUERIES).map(([name, { sql }]) => [name, sql] as const),
  ...SETS.flatMap((each, at) => [[`figures ${at}`, figuresSql(each)] as const, [`cost ${at}`, costSql(each)] as const]),
];
/** Prints for each statement what it is, how many values it compares with, or why it is none. */
const PARSER = `import json, sys
import sqlglot
from sqlglot import exp
def parsed(sql):
    try:
        [tree] = sqlglot.parse(sql, dialect="athena")
        unknown = [each.name for each in tree.find_all(exp.Anonymous)]
        tables = sorted({each.name for each in tree.find_all(exp.Table)} - {each.alias for each in tree.find_all(exp.CTE)})
        return [tree.key, unknown, tables]
    except Exception as error:
        return [str(error), [], []]
print(json.dumps([parsed(sql) for sql in json.load(sys.stdin)]))`;

let results: readonly (readonly [kind: string, unknown: readonly string[], tables: readonly string[]])[];

beforeAll(async () => {
  const run = promisify(execFile)(await emulatorPython(), ['-c', PARSER], { maxBuffer: 16 * 1024 * 1024 });
  run.child.stdin?.end(JSON.stringify(STATEMENTS.map(([, sql]) => sql)));
  results = JSON.parse((await run).stdout);
});

test.each(STATEMENTS.map(([name], at) => [name, at] as const))(
  'Athena reads %s as one query of the archive, with known functions',
  (_, at) => {
    const [kind, unknown, tables] = results[at] ?? [];
    expect([kind, unknown]).toEqual(['select', []]);
    expect(tables?.filter((table) => table !== '' && table !== 'versions' && table !== 'messages')).toEqual([]);
  },
);

test('text of a filter stays text', () => {
  const sql = figuresSql(SETS.at(-1) as ReportSet);
  expect(sql).toContain("source = 'O''Neill -- ''; DROP TABLE versions'");
  expect(sql).toContain('sub_account_id IS NULL');
});
