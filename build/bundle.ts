import { cp, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, build, formatMessages, type Metafile, type Plugin } from 'esbuild';
import { FUNCTIONS, type FunctionName } from '../contract/functions.ts';
import { lazyNodeBuiltins } from './plugins/lazy-node-builtins.ts';
import { separateDynamicImports } from './plugins/separate-dynamic-imports.ts';
import { stubUnusedSdk } from './plugins/stub-unused-sdk.ts';

const PROJECT = join(import.meta.dirname, '..');

/** Folder with one folder per function. */
export const BUNDLES = join(PROJECT, 'dist');

/** esbuild's description of each function's files, by their names in its folder. */
export type Bundles = Readonly<Record<FunctionName, Metafile['outputs']>>;

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

const NAMES = Object.keys(FUNCTIONS) as FunctionName[];

/**
 * Bundles functions, each into `<folder>/<name>/index.mjs`, which exports `handler`. The AWS SDK is bundled too, so that
 * the tested version runs. Dynamic imports become separate files: the first XML body loads the XML parser, not every cold
 * start. The function's folder is emptied first.
 *
 * @param names - default: every function
 * @param plugins - default: those of the deployed functions
 * @throws Error that says which source does not build, where and why
 */
export async function bundleFunctions(
  folder = BUNDLES,
  names: readonly FunctionName[] = NAMES,
  plugins: readonly Plugin[] = OPTIONS.plugins,
): Promise<Bundles> {
  await Promise.all(names.map((name) => prepareFolder(name, join(folder, name))));
  const bundles = Object.fromEntries(NAMES.map((name) => [name, {}])) as Record<FunctionName, Metafile['outputs']>;
  const sources = new Map<string, string>();
  // All functions in one build, because esbuild reads what they share once
  let entryPoints: Record<string, string> = Object.fromEntries(
    names.map((name) => [join(name, basename(ENTRY, '.mjs')), FUNCTIONS[name]]),
  );
  while (Object.keys(entryPoints).length > 0) {
    const { metafile, warnings } = await build({
      ...OPTIONS,
      plugins: [separateDynamicImports(sources), ...plugins],
      entryPoints,
      outdir: folder,
    });
    if (warnings.length > 0) throw new Error((await formatMessages(warnings, { kind: 'warning' })).join(''));
    for (const [path, output] of Object.entries(metafile.outputs)) {
      bundles[basename(dirname(path)) as FunctionName][basename(path)] = output;
    }
    // The files that those of this build import
    entryPoints = Object.fromEntries(
      names.flatMap((name) =>
        missingFiles(bundles[name]).map((file) => [join(name, basename(file, '.mjs')), sourceOf(file, sources)]),
      ),
    );
  }
  return bundles;
}

/** Leaves nothing in the folder of a function but its assets. */
async function prepareFolder(name: FunctionName, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const assets = ASSETS[name];
  if (assets !== undefined) await cp(join(PROJECT, assets), join(folder, basename(assets)), { recursive: true });
}

/** The files of its own that a bundle imports and does not have yet. */
function missingFiles(bundle: Metafile['outputs']): string[] {
  return Object.values(bundle)
    .flatMap(({ imports }) => imports.filter(({ path }) => path.startsWith('./')))
    .map(({ path }) => basename(path))
    .filter((file) => !(file in bundle));
}

function sourceOf(file: string, sources: ReadonlyMap<string, string>): string {
  const source = sources.get(file);
  if (source === undefined) throw new Error(`${file} is imported, and not bundled.`);
  return source;
}
