import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleFunctions } from '../bundle.ts';
import { compileConstruct, compileTesting, compileTool } from './compile.ts';
import { librariesOf, licensesOf, sbomOf } from './libraries.ts';
import { manifest } from './manifest.ts';

const PROJECT = join(import.meta.dirname, '../..');
const PACKAGE = join(PROJECT, 'dist/package');
const STAGED = join(PACKAGE, 'staged');
const MAX_MB = 5;
/** What users need without a network. Their links to other pages are those of the repository. */
const DOCS = [
  'docs/runbook.md',
  'docs/cli.md',
  'docs/events.schema.json',
  'docs/item.schema.json',
  'docs/openapi.yaml',
];

const { values } = parseArgs({ options: { public: { type: 'boolean', default: false } } });
rmSync(PACKAGE, { recursive: true, force: true });
mkdirSync(STAGED, { recursive: true });
const [bundles, ofTool, ofTesting] = await Promise.all([
  bundleFunctions(join(STAGED, 'dist')),
  compileTool(STAGED),
  compileTesting(STAGED),
  compileConstruct(STAGED),
]);
const ofFunctions = Object.values(bundles)
  .flatMap((files) => Object.values(files))
  .flatMap(({ inputs }) => Object.keys(inputs));
const files = [...ofFunctions, ...ofTool, ...ofTesting];
const libraries = librariesOf(files);
const writeJson = (file: string, content: object) =>
  writeFileSync(join(STAGED, file), `${JSON.stringify(content, undefined, 2)}\n`);
writeFileSync(join(STAGED, 'THIRD-PARTY-LICENSES'), licensesOf(libraries));
writeJson('sbom.cdx.json', sbomOf(libraries));
writeJson('package.json', manifest({ isPublic: values.public }));
copy('build/package/README.md', 'README.md');
describeApi(join(STAGED, 'docs'));
// After it, because TypeDoc empties its folder
for (const file of ['LICENSE', 'CHANGELOG.md', ...DOCS]) copy(file);

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
  mkdirSync(dirname(join(STAGED, as)), { recursive: true });
  copyFileSync(join(PROJECT, file), join(STAGED, as));
}

/**
 * Writes API.md from the doc comments of the construct. Installs TypeDoc first, which nothing else uses.
 *
 * @throws if npm cannot install it, or a comment has a broken link
 */
function describeApi(folder: string): void {
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: join(PROJECT, 'docs/api'), stdio: ['ignore', 'ignore', 'inherit'] });
  run('npm', 'ci', '--no-audit', '--no-fund');
  run('npx', 'typedoc', '--out', folder);
}
