import { runInThisContext } from 'node:vm';

/**
 * The tool prints in the tests as into a pipe: without colours, and as wide as it likes. On a terminal, jest asks its workers for
 * colours, and Node reads that from the environment outside the realm of the tests.
 */
const outside: NodeJS.Process = runInThisContext('process');

for (const { env } of [process, outside]) {
  delete env.FORCE_COLOR;
  delete env.COLUMNS;
  env.NO_COLOR = '1';
}
Object.defineProperty(process.stdout, 'columns', { value: undefined, configurable: true });
