import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { replaceInDocument } from '../report/marked-part.ts';
import { outageCosts } from './outage-cost.ts';
import { markdownOf } from './report/markdown.ts';
import { textOf } from './report/text.ts';
import type { Scenario } from './scenario.ts';
import { LOADS, runScenarios } from './scenarios.ts';
import { settingsOf } from './settings.ts';
import { simulate } from './simulate.ts';

const HELP = `Simulates receipts under load: vendor, API Gateway, Lambda, DynamoDB, fallback queue, retries.

  npm run capacity -- --rate 25000 --seconds 1.2    one run: receipts per second, and the duration
  npm run capacity -- --table                       the scenarios of docs/design.md, as Markdown
  npm run capacity -- --outage-cost                 the cost of a backlog while DynamoDB is away for an hour
  npm run capacity -- --write-docs                  both, written into docs/design.md

Options of one run:
  --settings name=value      a setting or quota, such as throttleRate=2000; may be repeated
  --dynamodb STATE           healthy, throttled or hanging. Default: healthy
  --outage-seconds N         how long DynamoDB is not healthy. Default: 600
  --receipts-per-message N   Default: 3
  --batch-size N             messages of one batch, one key of byBatchId; 0 for messages sent alone. Default: 10000
  --seed N                   Default: 1
  --scale N                  simulates everything N times smaller, for millions of receipts. Default: 1
`;
const DOCUMENT = join(import.meta.dirname, '../../docs/design.md');
const STATES = ['healthy', 'throttled', 'hanging'] as const;

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rate: { type: 'string' },
      seconds: { type: 'string' },
      settings: { type: 'string', multiple: true, default: [] },
      dynamodb: { type: 'string', default: 'healthy' },
      'outage-seconds': { type: 'string', default: '600' },
      'receipts-per-message': { type: 'string', default: '3' },
      'batch-size': { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      scale: { type: 'string', default: '1' },
      table: { type: 'boolean', default: false },
      'outage-cost': { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const tables = {
    capacity: () => markdownOf(runScenarios(LOADS, (name) => process.stderr.write(`${name}\n`))),
    'outage-cost': outageCosts,
  } as const;
  if (values.help) {
    process.stdout.write(HELP);
  } else if (values['write-docs']) {
    for (const [part, tableOf] of Object.entries(tables)) {
      await replaceInDocument(DOCUMENT, part as keyof typeof tables, tableOf());
    }
  } else if (values.table || values['outage-cost']) {
    if (values.table) process.stdout.write(`${tables.capacity()}\n`);
    if (values['outage-cost']) process.stdout.write(`${tables['outage-cost']()}\n`);
  } else {
    const result = simulate({
      load: {
        rate: positive('rate', values.rate),
        seconds: positive('seconds', values.seconds),
        receiptsPerMessage: positive('receipts-per-message', values['receipts-per-message']),
        batchSize: number('batch-size', values['batch-size']),
      },
      settings: settingsOf(values.settings),
      dynamoDb: stateOf(values.dynamodb),
      outageSeconds: positive('outage-seconds', values['outage-seconds']),
      seed: number('seed', values.seed),
      scale: positive('scale', values.scale),
    });
    process.stdout.write(textOf(result));
  }
}

function number(name: string, value: string | undefined): number {
  const parsed = Number(value ?? Number.NaN);
  if (!(parsed >= 0)) throw new RangeError(`--${name} must be a number; it is ${value ?? 'missing'}`);
  return parsed;
}

function positive(name: string, value: string | undefined): number {
  const parsed = number(name, value);
  if (parsed === 0) throw new RangeError(`--${name} must be more than 0`);
  return parsed;
}

function stateOf(value: string): Scenario['dynamoDb'] {
  const state = STATES.find((one) => one === value);
  if (!state) throw new RangeError(`--dynamodb must be ${STATES.join(', ')}; it is ${value}`);
  return state;
}
