import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileTool, TOOL } from '../build/package/tool.ts';
import { ratioOf, spreadOf } from './measure/statistics.ts';

/** Starts the compiled tool and the one of the checkout alternately. Prints the median times and the median ratio. */
const RUNS = Number(process.argv[2] ?? 21);
const PROJECT = join(import.meta.dirname, '..');
const CHECKOUT = join(PROJECT, 'cli/receipts.js');
const COMMANDS = [['--version'], ['--help'], ['get', '--help']];

const folder = mkdtempSync(join(tmpdir(), 'receipts-tool-start-'));
try {
  await compileTool(folder);
  copyFileSync(join(PROJECT, 'package.json'), join(folder, 'package.json'));
  for (const command of COMMANDS) {
    const compiled: number[] = [];
    const checkout: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      compiled.push(timeOf(join(folder, TOOL), command));
      checkout.push(timeOf(CHECKOUT, command));
    }
    const ratio = ratioOf(compiled, checkout).median.toFixed(2);
    const ms = [compiled, checkout].map((times) => Math.round(spreadOf(times).median));
    console.log(`receipts ${command.join(' ')}: ${ms[0]} ms compiled, ${ms[1]} ms in the checkout, ratio ${ratio}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function timeOf(tool: string, command: readonly string[]): number {
  const started = performance.now();
  execFileSync(process.execPath, [tool, ...command], { stdio: 'ignore' });
  return performance.now() - started;
}
