import { statSync } from 'node:fs';
import { bundleVariants } from './bundling/variants.ts';
import { startFakeAws } from './fake-aws/start.ts';
import { measureColdStarts } from './measure/cold-start.ts';
import { medianRatioOf, spreadOf } from './measure/statistics.ts';
import { measuredNode } from './node-24.ts';
import { shown } from './report/markdown.ts';
import { table } from './report/table.ts';

/** Prints what each measure for the cold start gives: the receiver without it, beside the receiver as it is. */

const SAMPLES = 121;

const node = await measuredNode((line) => process.stderr.write(`${line}\n`));
const entries = await bundleVariants();
const fake = await startFakeAws();
const starts = await measureColdStarts(entries, { node: node.path, endpoints: fake.plain, samples: SAMPLES });
await fake.stop();

const answersOf = (name: keyof typeof starts) => starts[name].map(({ answerMs }) => answerMs);
const rows = (Object.keys(starts) as (keyof typeof starts)[]).map((name) => [
  name === 'receiver' ? 'all' : `all but: ${name}`,
  Math.round(statSync(entries[name]).size / 1024),
  shown(spreadOf(answersOf(name)), 1),
  shown(medianRatioOf(answersOf(name), answersOf('receiver'))),
]);
console.log(`Node ${node.version}, over plain HTTP, ${SAMPLES} starts of each, in turns.\n`);
console.log(table(['measures', 'entry, KiB', 'first answer, ms', 'times all of them (95 %)'], rows));
