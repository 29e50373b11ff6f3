import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const PROJECT = join(import.meta.dirname, '../..');
const TSC = join(PROJECT, 'node_modules/typescript/bin/tsc');

/** Path of the construct in the package. The same as in the repository, so that its paths to other files are valid. */
export const CONSTRUCT = { main: 'infra/construct/index.js', types: 'infra/construct/index.d.ts' };
/** What the package offers beside the construct: the types of events, and a receiver for tests. */
export const EVENTS = { main: 'contract/events.js', types: 'contract/events.d.ts' };
export const TESTING = { main: 'local/testing.js', types: 'local/testing.d.ts' };
/** The declarations of both, with what they import. */
const DECLARATIONS = [EVENTS.types, TESTING.types, 'contract/receipt-item.d.ts'];
/** The file that starts the tool. Its folder is the same as in the repository, so that its paths to other files are valid. */
export const TOOL = 'cli/receipts.mjs';

const NODE = { absWorkingDir: PROJECT, bundle: true, platform: 'node', target: 'node20.20' } satisfies BuildOptions;

/** Compiles the construct to CommonJS, as aws-cdk-lib is, with its declarations. */
export async function compileConstruct(folder: string): Promise<void> {
  await build({
    ...NODE,
    entryPoints: ['infra/construct/index.ts'],
    outfile: join(folder, CONSTRUCT.main),
    format: 'cjs',
    // Its imports are peer dependencies
    packages: 'external',
    define: { 'import.meta.dirname': '__dirname' },
  });
  declare('tsconfig.json', folder);
}

/**
 * Compiles the types of events and the receiver for tests to CommonJS, as the construct is, with their declarations.
 *
 * @returns the bundled files, relative to the project
 */
export async function compileTesting(folder: string): Promise<string[]> {
  const { metafile } = await build({
    ...NODE,
    entryPoints: { 'local/testing': 'local/testing.ts', 'contract/events': 'contract/events.ts' },
    outdir: folder,
    format: 'cjs',
    // Not minified, so that an error of a test shows readable lines
    legalComments: 'none',
    // An optional peer: an embedded DynamoDB, for tests alone
    external: ['dynalite'],
    metafile: true,
  });
  const declarations = mkdtempSync(join(tmpdir(), 'receipts-declarations-'));
  declare('tsconfig.testing.json', declarations);
  for (const file of DECLARATIONS) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(declarations, file), join(folder, file));
  }
  rmSync(declarations, { recursive: true });
  return Object.keys(metafile.inputs);
}

/**
 * Compiles the tool with its libraries. Dynamic imports of a command become separate files, so that the other commands
 * start fast.
 *
 * @returns the bundled files, relative to the project
 */
export async function compileTool(folder: string): Promise<string[]> {
  const { metafile } = await build({
    ...NODE,
    entryPoints: { receipts: 'cli/start.ts' },
    outdir: join(folder, 'cli'),
    outExtension: { '.js': '.mjs' },
    splitting: true,
    format: 'esm',
    minify: true,
    // Their licenses are in a file of the package
    legalComments: 'none',
    // The AWS SDK's ES modules are smaller than its CommonJS, which is the default for Node
    mainFields: ['module', 'main'],
    // Libraries in CommonJS require the modules of Node
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    // Of a method of the sketches that nothing here calls
    external: ['protobufjs/minimal'],
    metafile: true,
  });
  cpSync(join(PROJECT, 'page/assets'), join(folder, 'cli/assets'), { recursive: true });
  return Object.keys(metafile.inputs);
}

/** Writes the declarations, which esbuild does not make. */
function declare(config: string, folder: string): void {
  const project = join(import.meta.dirname, config);
  execFileSync(process.execPath, [TSC, '--project', project, '--outDir', folder], { stdio: 'inherit' });
}
