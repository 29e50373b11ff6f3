import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundleFunctions } from '../bundle.ts';
import { describeApi } from './api.ts';
import { compileConstruct } from './construct.ts';
import { licensesOf } from './licenses.ts';
import { manifest } from './manifest.ts';
import { compileTool } from './tool.ts';

const PROJECT = join(import.meta.dirname, '../..');
const PACKAGE = join(PROJECT, 'dist/package');
const STAGED = join(PACKAGE, 'staged');
const MAX_MB = 5;

rmSync(PACKAGE, { recursive: true, force: true });
mkdirSync(STAGED, { recursive: true });
const [bundles, ofTool] = await Promise.all([
  bundleFunctions(join(STAGED, 'dist')),
  compileTool(STAGED),
  compileConstruct(STAGED),
]);
const files = [...Object.values(bundles).flatMap(({ inputs }) => Object.keys(inputs)), ...ofTool];
writeFileSync(join(STAGED, 'THIRD-PARTY-LICENSES'), licensesOf(files));
writeFileSync(join(STAGED, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
copy('build/package/README.md', 'README.md');
for (const file of ['LICENSE', 'CHANGELOG.md']) copy(file);
describeApi(join(STAGED, 'docs'));

const [{ filename, size, entryCount }] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--pack-destination', PACKAGE], { cwd: STAGED, encoding: 'utf8' }),
);
// Otherwise jest would find a second package.json
rmSync(STAGED, { recursive: true });
console.log(`${relative('', join(PACKAGE, filename))}, ${Math.round(size / 1024)} KiB, ${entryCount} files`);
if (size > MAX_MB * 1_000_000) {
  console.error(`The package has more than ${MAX_MB} MB. See what is in it: tar tvf ${filename}`);
  process.exitCode = 1;
}

function copy(file: string, as = file): void {
  copyFileSync(join(PROJECT, file), join(STAGED, as));
}
