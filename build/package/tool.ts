import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const PROJECT = join(import.meta.dirname, '../..');

/** The file that starts the tool. Its folder is the same as in the repository, so that its paths to other files are valid. */
export const TOOL = 'cli/receipts.mjs';

/**
 * Compiles the tool with its libraries. Dynamic imports of a command become separate files, so that the other commands
 * start fast.
 *
 * @returns the bundled files, relative to the project
 */
export async function compileTool(folder: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: PROJECT,
    entryPoints: { receipts: 'cli/start.ts' },
    outdir: join(folder, 'cli'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20.20',
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
