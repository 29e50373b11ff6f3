import { cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildOptions, build, formatMessages, type Metafile, type Plugin } from 'esbuild';
import { FUNCTIONS, type FunctionName } from '../contract/functions.ts';
import { lazyNodeBuiltins } from './plugins/lazy-node-builtins.ts';
import { separateDynamicImports } from './plugins/separate-dynamic-imports.ts';
import { stubUnusedSdk } from './plugins/stub-unused-sdk.ts';

const PROJECT = join(import.meta.dirname, '..');

/** Folder with one folder per function. */
export const BUNDLES = join(PROJECT, 'dist');

/** esbuild's description of each function's files; paths are relative to the project. */
export type Bundles = Readonly<Record<FunctionName, Metafile>>;

/** The file of a bundle that Lambda loads. */
export const ENTRY = 'index.mjs';

/** Folders that a function reads, relative to the project. They are copied beside its bundle. */
const ASSETS: Readonly<Partial<Record<FunctionName, string>>> = { page: 'page/assets' };

/** The options of every bundle. */
export const OPTIONS = {
  absWorkingDir: PROJECT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  minify: true,
  legalComments: 'none',
  // esbuild drops unused code from the AWS SDK's ES modules, but not from its CommonJS, which is the default for Node
  mainFields: ['module', 'main'],
  // Emulators of Lambda cannot load a bundle with a top-level await
  supported: { 'top-level-await': false },
  // The SDK checks whether a body is a web stream. Reading the name is enough to make Node load its web streams
  define: { ReadableStream: 'undefined' },
  plugins: [lazyNodeBuiltins, stubUnusedSdk],
  metafile: true,
  // The caller reports errors and warnings. Warnings count as errors, because one may be a missing import
  logLevel: 'silent',
} satisfies BuildOptions;

/**
 * Bundles every function into `<folder>/<name>/index.mjs`, which exports `handler`. The AWS SDK is bundled too, so that
 * the tested version runs. Dynamic imports become separate files: the first XML body loads the XML parser, not every cold
 * start. The function's folder is emptied first.
 *
 * @throws Error that says which source does not build, where and why
 */
export async function bundleFunctions(folder = BUNDLES): Promise<Bundles> {
  const names = Object.keys(FUNCTIONS) as FunctionName[];
  const bundled = await Promise.all(names.map(async (name) => [name, await bundleFunction(name, folder)] as const));
  return Object.fromEntries(bundled) as Bundles;
}

/**
 * Bundles one of the functions, in the same way.
 *
 * @param plugins - default: those of the deployed functions
 */
export async function bundleFunction(
  name: FunctionName,
  folder: string,
  plugins: Plugin[] = OPTIONS.plugins,
): Promise<Metafile> {
  const [entry, assets, outdir] = [FUNCTIONS[name], ASSETS[name], join(folder, name)];
  await rm(outdir, { recursive: true, force: true });
  if (assets !== undefined) await cp(join(PROJECT, assets), join(outdir, basename(assets)), { recursive: true });
  const bundled: Metafile = { inputs: {}, outputs: {} };
  const sources = new Map([[ENTRY, entry]]);
  // Grows during the iteration: each bundled file may import further files
  const files = new Set([ENTRY]);
  for (const file of files) {
    const source = sources.get(file);
    if (source === undefined) throw new Error(`${entry} imports ${file}, which is not bundled.`);
    const { metafile, warnings } = await build({
      ...OPTIONS,
      plugins: [separateDynamicImports(sources), ...plugins],
      entryPoints: { [basename(file, '.mjs')]: source },
      outdir,
    });
    if (warnings.length > 0) throw new Error((await formatMessages(warnings, { kind: 'warning' })).join(''));
    Object.assign(bundled.inputs, metafile.inputs);
    Object.assign(bundled.outputs, metafile.outputs);
    for (const { imports } of Object.values(metafile.outputs)) {
      for (const { path } of imports) if (path.startsWith('./')) files.add(basename(path));
    }
  }
  return bundled;
}
