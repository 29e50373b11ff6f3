import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { BUNDLES, ENTRY, OPTIONS } from '../../build/bundle.ts';
import { compiledAtOnce } from '../../build/plugins/compiled-at-once.ts';
import { lazyNodeBuiltins } from '../../build/plugins/lazy-node-builtins.ts';
import { minified } from '../../build/plugins/minified.ts';
import { separateDynamicImports } from '../../build/plugins/separate-dynamic-imports.ts';
import { stubUnusedSdk } from '../../build/plugins/stub-unused-sdk.ts';
import { FUNCTIONS } from '../../contract/functions.ts';

const LATER = separateDynamicImports(new Map());
const PLUGINS = [LATER, ...OPTIONS.plugins];
const without = (plugin: (typeof PLUGINS)[number]): BuildOptions => ({
  plugins: PLUGINS.filter((other) => other !== plugin),
});

/** What is done to the bundle of the receiver for its cold start, each undone by some options. */
export const MEASURES = {
  "the SDK's ES modules instead of its CommonJS": { mainFields: ['main', 'module'] },
  'left out of the SDK: what Lambda has no use for': without(stubUnusedSdk),
  "Node's own modules taken as needed, not imported": without(lazyNodeBuiltins),
  'arrow functions compiled at once': without(compiledAtOnce),
  'loaded when needed: files of their own': without(LATER),
  '... instead of pieces that esbuild splits off': {
    ...without(LATER),
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  },
  minified: without(minified),
  '... by SWC instead of esbuild': { ...without(minified), minify: true },
  'no look for streams of the Web': { define: {} },
} as const satisfies Readonly<Record<string, BuildOptions>>;

type Measure = keyof typeof MEASURES;

/**
 * Bundles the receiver once for each measure, without it.
 *
 * @returns the entry of each, and of the bundle with all measures under `receiver`
 * @throws Error where one does not build
 */
export async function bundleVariants(
  folder = join(BUNDLES, 'variants'),
): Promise<Record<Measure | 'receiver', string>> {
  await rm(folder, { recursive: true, force: true });
  const variants = [['receiver', { plugins: PLUGINS }] as const, ...Object.entries(MEASURES)];
  const entries = variants.map(async ([name, change], at) => {
    const outdir = join(folder, String(at));
    const { outputFiles = [] } = await build({
      ...OPTIONS,
      plugins: PLUGINS,
      entryPoints: { index: FUNCTIONS.receive },
      outdir,
      ...change,
    });
    await mkdir(join(outdir, 'chunks'), { recursive: true });
    for (const { path, contents } of outputFiles) await writeFile(path, contents);
    return [name, join(outdir, ENTRY)] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<Measure | 'receiver', string>;
}
