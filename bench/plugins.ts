import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { BUNDLES, ENTRY, OPTIONS } from '../build/bundle.ts';
import { lazyNodeBuiltins } from '../build/plugins/lazy-node-builtins.ts';
import { separateDynamicImports } from '../build/plugins/separate-dynamic-imports.ts';
import { stubUnusedSdk } from '../build/plugins/stub-unused-sdk.ts';
import { FUNCTIONS } from '../contract/functions.ts';
import { startFakeAws } from './fake-aws.ts';
import { measureColdStarts } from './measure/cold-start.ts';
import { quantile, ratioOf, spreadOf } from './measure/statistics.ts';
import { measuredNode } from './node-24.ts';

const STARTS = Number(process.argv[2] ?? 60);
const FOLDER = join(BUNDLES, 'bench-plugins');
const S: BuildOptions = { splitting: true };
const VARIANTS: Record<string, [boolean, BuildOptions['plugins'], BuildOptions?]> = {
  all: [true, [lazyNodeBuiltins, stubUnusedSdk]],
  again: [true, [lazyNodeBuiltins, stubUnusedSdk]],
  noLazy: [true, [stubUnusedSdk]],
  noStubs: [true, [lazyNodeBuiltins]],
  splitting: [false, [lazyNodeBuiltins, stubUnusedSdk], S],
  onlyLazy: [false, [lazyNodeBuiltins], S],
  onlyStubs: [false, [stubUnusedSdk], S],
  none: [false, [], S],
};
const node = await measuredNode(console.error);
const entries: Record<string, string> = {};
for (const [name, [separate, plugins = [], more]] of Object.entries(VARIANTS)) {
  const outdir = join(FOLDER, name);
  const sources = new Map([[ENTRY, FUNCTIONS.receive as string]]);
  for (const [file, source] of sources)
    await build({
      ...OPTIONS,
      ...more,
      plugins: [...(separate ? [separateDynamicImports(sources)] : []), ...plugins],
      entryPoints: { [file.replace('.mjs', '')]: source },
      outdir,
    });
  entries[name] = join(outdir, ENTRY);
}
for (const tls of process.argv[3] === 'plain' ? [false] : process.argv[3] === 'tls' ? [true] : [false, true]) {
  const fake = await startFakeAws({ tls });
  const starts = await measureColdStarts(entries, { node: node.path, endpoints: fake.endpoints, samples: STARTS });
  await fake.stop();
  console.log(tls ? 'tls' : 'plain', node.version, STARTS);
  for (const name of Object.keys(entries)) {
    const of = (n: string, p: 'answerMs' | 'cpuMs') => (starts[n] ?? []).map((s) => s[p]);
    const line = (['answerMs', 'cpuMs'] as const).map((p) => {
      const [a, b] = [of(name, p), of('all', p)];
      const r = ratioOf(a, b);
      return `${p} ${spreadOf(a).median.toFixed(1)} paired ${r.median.toFixed(3)} (${r.low.toFixed(2)}-${r.high.toFixed(2)}) p10 ${(quantile(a, 0.1) / quantile(b, 0.1)).toFixed(3)} p25 ${(quantile(a, 0.25) / quantile(b, 0.25)).toFixed(3)}`;
    });
    console.log(name.padEnd(10), line.join('   '));
  }
}
