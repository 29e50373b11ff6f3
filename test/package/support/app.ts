import { type ChildProcess, execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import repository from '../../../package.json' with { type: 'json' };

const run = promisify(execFile);

const PROJECT = join(import.meta.dirname, '../../..');
const PACKAGE = join(PROJECT, 'dist/package');
const TSC = join(PROJECT, 'node_modules/typescript/bin/tsc');
const GUIDE = readFileSync(join(PROJECT, 'docs/in-your-own-app.md'), 'utf8');
/** Many times what a command takes: a registry may be slow. */
const TIMEOUT_MS = 500_000;

/** The commands of the guide, line by line. */
export const COMMANDS = [...GUIDE.matchAll(/^```sh\n(.*?)\n```$/gms)].flatMap(([, lines = '']) => lines.split('\n'));
/** The test of an own app in the guide. */
export const [, OWN_TEST = ''] = /^```js\n(.*?)^```$/ms.exec(GUIDE) ?? [];
const [, APP = ''] = /^```ts\n(.*?)^```$/ms.exec(GUIDE) ?? [];
/** The app of the guide, as an ES module and in CommonJS. */
const APPS = { module: APP, commonjs: APP.replace(/^import (.*) from (.*);$/gm, 'const $1 = require($2);') };

export type ModuleType = keyof typeof APPS;

/** A CDK app in a separate folder, with only the package and its peers. */
export interface InstalledApp {
  readonly folder: string;
  /** Runs a command in the folder, and returns its output. */
  run(command: string, env?: Readonly<Record<string, string>>): Promise<string>;
}

/** The only command of the guide with this beginning. */
export function commandOf(beginning: string): string {
  const [command, ...others] = COMMANDS.filter((line) => line.startsWith(beginning));
  if (command === undefined || others.length > 0) throw new Error(`The guide has not exactly one ${beginning}.`);
  return command;
}

/** Makes the package as the guide says, and returns the path of its file. */
export async function makePackage(): Promise<string> {
  await run('bash', ['-c', commandOf('npm run')], { cwd: PROJECT, timeout: TIMEOUT_MS });
  const [file = ''] = readdirSync(PACKAGE).filter((name) => name.endsWith('.tgz'));
  return join(PACKAGE, file);
}

/**
 * Makes the app of the guide in an empty folder below this one, by the guide's commands, with the versions of this repository.
 *
 * @param library - version of `aws-cdk-lib`
 */
export async function installApp(
  parent: string,
  type: ModuleType,
  tarball: string,
  library = repository.devDependencies['aws-cdk-lib'],
): Promise<InstalledApp> {
  const folder = mkdtempSync(join(parent, `${type}-`));
  const app: InstalledApp = {
    folder,
    run: async (command, env = process.env as Record<string, string>) => {
      const { stdout } = await run('bash', ['-c', command], { cwd: folder, timeout: TIMEOUT_MS, env });
      return stdout;
    },
  };
  copyFileSync(tarball, join(folder, basename(tarball)));
  writeFileSync(join(folder, 'app.js'), APPS[type]);
  const { constructs, 'aws-cdk': tool } = repository.devDependencies;
  const install = commandOf('npm install aws-cdk-lib')
    .replace('aws-cdk-lib', `aws-cdk-lib@${library}`)
    .replace('constructs', `constructs@${constructs}`)
    .replace('aws-cdk@2', `aws-cdk@${tool}`);
  await app.run(commandOf('npm init').replace('type=module', `type=${type}`));
  await app.run(`${install} --prefer-offline --no-audit --no-fund`);
  return app;
}

const YARN = '@yarnpkg/cli-dist@4.18.1';
/** The newest version that runs on Node 20. */
const PNPM = 'pnpm@10.34.9';
/**
 * Yarn also asks the registry for what aws-cdk-lib bundles, and a registry may lack the version of this one, which the app does
 * not use.
 */
const RESOLUTIONS = { '@aws/cloudformation-validate': '1.9.0-beta' };

/** The app of the guide under Yarn's Plug'n'Play, which has no node_modules. Its commands begin with `yarn`. */
export async function installPlugAndPlayApp(parent: string, tarball: string): Promise<InstalledApp> {
  const app = makeApp(parent, 'yarn', tarball, { resolutions: RESOLUTIONS }, YARN, {
    YARN_ENABLE_TELEMETRY: '0',
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    YARN_NPM_MINIMAL_AGE_GATE: '0',
  });
  // Yarn takes the folder for a project of its own if there is a lock file
  writeFileSync(join(app.folder, 'yarn.lock'), '');
  await app.run('yarn install');
  return app;
}

/** The app of the guide under pnpm, where a package finds only what it declares. cdk-nag 3 checks it. */
export async function installPnpmApp(parent: string, tarball: string): Promise<InstalledApp> {
  const { 'cdk-nag': nag } = repository.devDependencies;
  const app = makeApp(parent, 'pnpm', tarball, {}, PNPM);
  writeFileSync(
    join(app.folder, 'app.js'),
    `import { Validations } from 'aws-cdk-lib';
     import { AwsSolutionsChecks } from 'cdk-nag';
     ${APPS.module}
     Validations.of(app).addPlugins(new AwsSolutionsChecks());`,
  );
  await app.run(`pnpm add cdk-nag@${nag}`);
  return app;
}

/**
 * The guide's app with a manifest of its own, not yet installed. Its commands run with a package manager from the registry.
 *
 * @param manager - name and version of its npm package
 */
function makeApp(
  parent: string,
  name: string,
  tarball: string,
  fields: object,
  manager: string,
  variables: Readonly<Record<string, string>> = {},
): InstalledApp {
  const folder = mkdtempSync(join(parent, `${name}-`));
  const { 'aws-cdk-lib': library, constructs } = repository.devDependencies;
  const dependencies = { 'aws-cdk-lib': library, constructs, [repository.name]: `file:${basename(tarball)}` };
  copyFileSync(tarball, join(folder, basename(tarball)));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'app', private: true, type: 'module', dependencies, ...fields }),
  );
  writeFileSync(join(folder, 'app.js'), APPS.module);
  return {
    folder,
    run: async (command, env = {}) => {
      const { stdout } = await run('bash', ['-c', `npm exec --yes --package=${manager} -- ${command}`], {
        cwd: folder,
        timeout: TIMEOUT_MS,
        env: { ...process.env, ...variables, ...env },
      });
      return stdout;
    },
  };
}

/** Type-checks the guide's app, with more lines after it, in strict mode. */
export async function checkTypes(app: InstalledApp, lines: string): Promise<void> {
  writeFileSync(join(app.folder, 'typed.ts'), APP + lines);
  // aws-cdk-lib itself needs the newest library
  const options = '--noEmit --strict --module node16 --moduleResolution node16 --target es2022 --lib esnext';
  await app.run(`'${process.execPath}' '${TSC}' ${options} --skipLibCheck false typed.ts`);
}

/** Waits for a line that a process prints, and returns what the first group of the pattern matches. */
export async function printedBy({ stdout }: ChildProcess, pattern: RegExp): Promise<string> {
  if (stdout === null) throw new TypeError('Its output is not a pipe.');
  const printed: string[] = [];
  for await (const line of createInterface({ input: stdout })) {
    const [, found] = pattern.exec(line) ?? [];
    if (found !== undefined) return found;
    printed.push(line);
  }
  throw new Error(`It ended, and printed no ${pattern}:\n${printed.join('\n')}`);
}
