import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { emulatorPython } from './python-environment.ts';

const PROGRAM = `import duckdb, json, sys
print(json.dumps([duckdb.sql(sql).fetchall() for sql in json.load(sys.stdin)], default=str))`;

/** Runs queries in DuckDB. Gives the rows of each, with decimal numbers as text. */
export async function askDuckDb(queries: readonly string[]): Promise<readonly (readonly unknown[])[][]> {
  const run = promisify(execFile)(await emulatorPython(), ['-c', PROGRAM], { maxBuffer: 64 * 1024 * 1024 });
  run.child.stdin?.end(JSON.stringify(queries));
  return JSON.parse((await run).stdout);
}
