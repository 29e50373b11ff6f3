import { join } from 'node:path';
import { styleText } from 'node:util';
import { build } from 'esbuild';
import { BUNDLES, bundleFunctions, ENTRY, OPTIONS } from '../build/bundle.ts';
import { FUNCTIONS } from '../contract/functions.ts';
import { startFakeAws } from './fake-aws.ts';
import { firstAnswerMs, measureColdStarts } from './measure/cold-and-warm.ts';
import type { ContainerRun } from './measure/container.ts';
import { functionEnvironment } from './measure/function-environment.ts';
import { ratioOf } from './measure/statistics.ts';
import { measuredNode } from './node-24.ts';

/**
 * Compares cold starts of the receive function without each plugin of `build/plugins/` with those of the deployed bundle.
 * Over TLS, as on AWS. The first row is the deployed bundle once more, so it shows the noise.
 */
const FOLDER = join(BUNDLES, 'bench-plugins');
const starts = Number(process.argv[2] ?? 60);
const node = await measuredNode();
const { plugins } = OPTIONS;
const variants = {
  'the same again': plugins,
  ...Object.fromEntries(plugins.map((left) => [`without ${left.name}`, plugins.filter((one) => one !== left)])),
};

const entries: Record<string, string> = { deployed: await receiveEntry('deployed', plugins) };
for (const [name, some] of Object.entries(variants)) entries[name] = await receiveEntry(name, some);
for (const splitting of [true, false]) {
  const name = `${splitting ? 'splitting' : 'one file'} instead of separate-dynamic-imports`;
  const outdir = join(FOLDER, name.replaceAll(' ', '-'));
  await build({ ...OPTIONS, splitting, entryPoints: { index: FUNCTIONS.receive }, outdir });
  entries[name] = join(outdir, ENTRY);
}
const fake = await startFakeAws({ tls: true });
const container = { node: node.path, env: functionEnvironment(fake.endpoints) };
const measured = await measureColdStarts(entries, container, starts);
await fake.stop();
for (const name of Object.keys(entries).slice(1)) {
  const ratios = [firstAnswerMs, ({ cpuMs }: ContainerRun) => cpuMs].map((part) => {
    const of = (one: string) => (measured[one] ?? []).map(part);
    const { median, low, high } = ratioOf(of(name), of('deployed'));
    return `${styleText('bold', median.toFixed(2))} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  });
  console.log(`${name}: ${ratios[0]} of the time until the first answer, ${ratios[1]} of its CPU`);
}
console.log(`Medians and quartiles of ${starts} starts each, Node ${node.version}`);

async function receiveEntry(name: string, some: typeof plugins): Promise<string> {
  const folder = join(FOLDER, name.replaceAll(' ', '-'));
  await bundleFunctions(folder, ['receive'], some);
  return join(folder, 'receive', ENTRY);
}
