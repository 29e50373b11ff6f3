import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildOptions, build, formatMessages, type Metafile } from 'esbuild';
import { FUNCTIONS, type FunctionName } from '../contract/functions.ts';
import { compiledAtOnce } from './plugins/compiled-at-once.ts';
import { lazyNodeBuiltins } from './plugins/lazy-node-builtins.ts';
import { minified } from './plugins/minified.ts';
import { separateDynamicImports } from './plugins/separate-dynamic-imports.ts';
import { stubUnusedSdk } from './plugins/stub-unused-sdk.ts';

const PROJECT = join(import.meta.dirname, '..');

/** Folder that holds one folder per function. */
export const BUNDLES = join(PROJECT, 'dist');

/** What was bundled: esbuild's account of each function's files, paths relative to the project. */
export type Bundles = Readonly<Record<FunctionName, Metafile>>;

/** The file of a bundle that Lambda loads. */
export const ENTRY = 'index.mjs';

/** How every bundle is made; `plugins` are those of each of its files. */
export const OPTIONS = {
  absWorkingDir: PROJECT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  // The AWS SDK's ES modules can be cut down to what is used; its CommonJS, which comes first for Node, cannot
  mainFields: ['module', 'main'],
  // Refuses what an emulator of Lambda cannot load
  supported: { 'top-level-await': false },
  // The SDK asks whether a body is one of the Web's streams, and reading the name alone loads Node's code for them
  define: { ReadableStream: 'undefined' },
  plugins: [lazyNodeBuiltins, stubUnusedSdk, minified, compiledAtOnce],
  metafile: true,
  // The last word is a plugin's
  write: false,
  // Callers tell of errors; a warning, say of an import that is never found, is one too
  logLevel: 'silent',
} satisfies BuildOptions;

/**
 * Bundles every function into `<folder>/<name>/index.mjs`, which exports `handler`. The AWS SDK goes along, so that
 * what was tested is what runs. What the function imports dynamically is beside it: the XML parser is loaded by the
 * first XML body, not by every cold start. Whatever was in the function's folder is deleted.
 *
 * @throws Error whose message says which source does not build, where and why
 */
export async function bundleFunctions(folder = BUNDLES): Promise<Bundles> {
  const bundled = await Promise.all(
    Object.entries(FUNCTIONS).map(async ([name, entry]) => [name, await bundle(entry, join(folder, name))] as const),
  );
  return Object.fromEntries(bundled) as Bundles;
}

async function bundle(entry: string, outdir: string): Promise<Metafile> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const bundled: Metafile = { inputs: {}, outputs: {} };
  const sources = new Map([[ENTRY, entry]]);
  const files = new Set([ENTRY]);
  // It grows on the way
  for (const file of files) {
    const source = sources.get(file);
    if (source === undefined) throw new Error(`${entry} imports ${file}, which is neither Node's own nor bundled.`);
    const { metafile, warnings, outputFiles } = await build({
      ...OPTIONS,
      plugins: [separateDynamicImports(sources), ...OPTIONS.plugins],
      entryPoints: { [basename(file, '.mjs')]: source },
      outdir,
    });
    if (warnings.length > 0) throw new Error((await formatMessages(warnings, { kind: 'warning' })).join(''));
    for (const { path, contents } of outputFiles) await writeFile(path, contents);
    Object.assign(bundled.inputs, metafile.inputs);
    Object.assign(bundled.outputs, metafile.outputs);
    for (const { imports } of Object.values(metafile.outputs)) {
      for (const { path, external } of imports) if (external) files.add(basename(path));
    }
  }
  return bundled;
}
