import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, formatMessages, type Metafile } from 'esbuild';
import { FUNCTIONS, type FunctionName } from './functions.ts';
import { leftOut } from './plugins/left-out.ts';
import { nodeModulesAsNeeded } from './plugins/node-modules.ts';

const PROJECT = join(import.meta.dirname, '..');

/** Folder that holds one folder per function. */
export const BUNDLES = join(PROJECT, 'dist');

/** What was bundled: esbuild's account of each function's files, paths relative to the project. */
export type Bundles = Readonly<Record<FunctionName, Metafile>>;

const OPTIONS = {
  absWorkingDir: PROJECT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  // The AWS SDK's ES modules can be cut down to what is used; its CommonJS, which comes first for Node, cannot
  mainFields: ['module', 'main'],
  // Keeps dynamic imports apart: the XML parser is loaded by the first XML body, not by every cold start
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  // Loads in about 60 ms instead of 75
  minify: true,
  sourcemap: 'external',
  // Refuses what an emulator of Lambda cannot load
  supported: { 'top-level-await': false },
  plugins: [nodeModulesAsNeeded, leftOut],
  // The SDK asks whether a body is one of the Web's streams, and reading the name alone loads Node's whole code for them
  define: { ReadableStream: 'undefined' },
  metafile: true,
  // Callers tell of errors; a warning, say of an import that is never found, is one too
  logLevel: 'silent',
} as const satisfies BuildOptions;

/**
 * Bundles every function into `<folder>/<name>/index.mjs`, which exports `handler`. The AWS SDK goes along, so that
 * what was tested is what runs. Whatever was in the function's folder is deleted.
 *
 * @throws Error whose message says which source does not build, where and why
 */
export async function bundleFunctions(folder = BUNDLES): Promise<Bundles> {
  const bundled = await Promise.all(
    Object.entries(FUNCTIONS).map(async ([name, entry]) => {
      const outdir = join(folder, name);
      await rm(outdir, { recursive: true, force: true });
      const { metafile, warnings } = await build({ ...OPTIONS, entryPoints: { index: entry }, outdir });
      if (warnings.length > 0) throw new Error((await formatMessages(warnings, { kind: 'warning' })).join(''));
      return [name, metafile] as const;
    }),
  );
  return Object.fromEntries(bundled) as Bundles;
}
