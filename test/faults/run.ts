import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startEmbeddedEngine } from '../../local/engine/start-engine.ts';
import { describeFigures } from './describe-figures.ts';
import { faultRun } from './fault-run.ts';

const USAGE = 'npm run test:faults -- [--seed N] [--receipts N]';

/** The whole number of an option. Ends the process if it is not one. */
function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`--${name} is "${text}", and must be a whole number. ${USAGE}`);
  process.exit(2);
}

function options(): { seed?: string; receipts?: string } {
  try {
    return parseArgs({ options: { seed: { type: 'string' }, receipts: { type: 'string' } } }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error} ${USAGE}`);
    process.exit(2);
  }
}

const given = options();
const seed = wholeNumber('seed', given.seed, randomInt(1_000_000));
const receipts = wholeNumber('receipts', given.receipts, 3000);
console.log(`seed ${seed}, about ${receipts} receipts`);
const engine = await startEmbeddedEngine(console.error);
const figures = await faultRun({ endpoint: engine.endpoint, seed, receipts });
await engine.stop();
console.log(describeFigures(figures));
for (const difference of figures.differences) console.log(`  ${difference}`);
process.exit(figures.lost === 0 && figures.dropped === 0 && figures.differences.length === 0 ? 0 : 1);
