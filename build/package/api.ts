import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const TYPEDOC = join(import.meta.dirname, '../../docs/api');

/**
 * Writes API.md from the doc comments of the construct. Installs TypeDoc first, which nothing else uses.
 *
 * @throws if npm cannot install it, or a comment has a broken link
 */
export function describeApi(folder: string): void {
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: TYPEDOC, stdio: ['ignore', 'ignore', 'inherit'] });
  run('npm', 'ci', '--no-audit', '--no-fund');
  run('npx', 'typedoc', '--out', folder);
}
