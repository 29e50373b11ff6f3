import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import repository from '../../../package.json' with { type: 'json' };

const run = promisify(execFile);

const PROJECT = join(import.meta.dirname, '../../..');
const PACKAGE = join(PROJECT, 'dist/package');
const TSC = join(PROJECT, 'node_modules/typescript/bin/tsc');
const GUIDE = readFileSync(join(PROJECT, 'docs/in-your-own-app.md'), 'utf8');
const TIMEOUT_MS = 180_000;

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
/**
 * Yarn also asks the registry for what aws-cdk-lib bundles, and a registry may lack the version of this one, which the app does
 * not use.
 */
const RESOLUTIONS = { '@aws/cloudformation-validate': '1.9.0-beta' };

/** The app of the guide under Yarn's Plug'n'Play, which has no node_modules. Its commands begin with `yarn`. */
export async function installPlugAndPlayApp(parent: string, tarball: string): Promise<InstalledApp> {
  const folder = mkdtempSync(join(parent, 'yarn-'));
  const { 'aws-cdk-lib': library, constructs } = repository.devDependencies;
  const dependencies = { 'aws-cdk-lib': library, constructs, [repository.name]: `file:${basename(tarball)}` };
  const manifest = { name: 'app', private: true, type: 'module', dependencies, resolutions: RESOLUTIONS };
  copyFileSync(tarball, join(folder, basename(tarball)));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'app.js'), APPS.module);
  // Yarn takes the folder for a project of its own if there is a lock file
  writeFileSync(join(folder, 'yarn.lock'), '');
  const variables = {
    ...(process.env as Record<string, string>),
    YARN_ENABLE_TELEMETRY: '0',
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    YARN_NPM_MINIMAL_AGE_GATE: '0',
  };
  const app: InstalledApp = {
    folder,
    run: async (command, env = {}) => {
      const whole = `npm exec --yes --package=${YARN} -- ${command}`;
      const { stdout } = await run('bash', ['-c', whole], {
        cwd: folder,
        timeout: TIMEOUT_MS,
        env: { ...variables, ...env },
      });
      return stdout;
    },
  };
  await app.run('yarn install');
  return app;
}

/** Type-checks the guide's app, with more lines after it, in strict mode. */
export async function checkTypes(app: InstalledApp, lines: string): Promise<void> {
  writeFileSync(join(app.folder, 'typed.ts'), APP + lines);
  // aws-cdk-lib itself needs the newest library
  const options = '--noEmit --strict --module node16 --moduleResolution node16 --target es2022 --lib esnext';
  await app.run(`'${process.execPath}' '${TSC}' ${options} --skipLibCheck false typed.ts`);
}
