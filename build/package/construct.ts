import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

const PROJECT = join(import.meta.dirname, '../..');
const TSC = join(PROJECT, 'node_modules/typescript/bin/tsc');
const TSCONFIG = join(import.meta.dirname, 'tsconfig.json');

/** Path of the construct in the package. The same as in the repository, so that its paths to other files are valid. */
export const CONSTRUCT = { main: 'infra/construct/index.js', types: 'infra/construct/index.d.ts' };

/** Compiles the construct to CommonJS, as aws-cdk-lib is, with its declarations. */
export async function compileConstruct(folder: string): Promise<void> {
  await build({
    absWorkingDir: PROJECT,
    entryPoints: ['infra/construct/index.ts'],
    outfile: join(folder, CONSTRUCT.main),
    bundle: true,
    platform: 'node',
    target: 'node20.20',
    format: 'cjs',
    // Its imports are peer dependencies
    packages: 'external',
    define: { 'import.meta.dirname': '__dirname' },
  });
  // esbuild makes no declarations
  execFileSync(process.execPath, [TSC, '--project', TSCONFIG, '--outDir', folder], { stdio: 'inherit' });
}
