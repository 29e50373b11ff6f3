import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const PROJECT = join(import.meta.dirname, '../..');
const TSC = join(PROJECT, 'node_modules/typescript/bin/tsc');
const TSCONFIG = join(import.meta.dirname, 'tsconfig.testing.json');

/** What the package offers beside the construct: the types of events, and a receiver for tests. */
export const EVENTS = { main: 'contract/events.js', types: 'contract/events.d.ts' };
export const TESTING = { main: 'local/testing.js', types: 'local/testing.d.ts' };
/** The declarations of both, with what they import. */
const DECLARATIONS = [EVENTS.types, TESTING.types, 'contract/receipt-item.d.ts'];

/**
 * Compiles both to CommonJS, as the construct is, with their declarations.
 *
 * @returns the bundled files, relative to the project
 */
export async function compileTesting(folder: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: PROJECT,
    entryPoints: { 'local/testing': 'local/testing.ts', 'contract/events': 'contract/events.ts' },
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20.20',
    format: 'cjs',
    // Not minified, so that an error of a test shows readable lines
    legalComments: 'none',
    // An optional peer: an embedded DynamoDB, for tests alone
    external: ['dynalite'],
    metafile: true,
  });
  const declarations = mkdtempSync(join(tmpdir(), 'receipts-declarations-'));
  execFileSync(process.execPath, [TSC, '--project', TSCONFIG, '--outDir', declarations], { stdio: 'inherit' });
  for (const file of DECLARATIONS) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(declarations, file), join(folder, file));
  }
  rmSync(declarations, { recursive: true });
  return Object.keys(metafile.inputs);
}
