import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import repository from '../../../package.json' with { type: 'json' };

const run = promisify(execFile);

const PROJECT = join(import.meta.dirname, '../../..');
const PACKAGE = join(PROJECT, 'dist/package');
const TSC = join(PROJECT, 'node_modules/typescript/bin/tsc');
const GUIDE = readFileSync(join(PROJECT, 'docs/in-your-own-app.md'), 'utf8');
const TIMEOUT_MS = 180_000;

const [, APP = ''] = /^```ts\n(.*?)^```$/ms.exec(GUIDE) ?? [];
/** The app of the guide, as an ES module and in CommonJS. */
const APPS = { module: APP, commonjs: APP.replace(/^import (.*) from (.*);$/gm, 'const $1 = require($2);') };

export type ModuleType = keyof typeof APPS;

/** A CDK app in a folder of its own, which has the package and its peers, and nothing else. */
export interface InstalledApp {
  readonly folder: string;
  /** Runs a program with these arguments in the folder. */
  run(file: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
}

/** Makes the package, as the guide says; gives the path of its file. */
export async function makePackage(): Promise<string> {
  await run('npm', ['run', 'package'], { cwd: PROJECT, timeout: TIMEOUT_MS });
  const [file = ''] = readdirSync(PACKAGE).filter((name) => name.endsWith('.tgz'));
  return join(PACKAGE, file);
}

/** Installs the package and its peers into an empty folder below this one, and writes the app of the guide there. */
export async function installApp(parent: string, type: ModuleType, tarball: string): Promise<InstalledApp> {
  const folder = mkdtempSync(join(parent, `${type}-`));
  const app: InstalledApp = {
    folder,
    run: async (file, args, env = {}) => {
      const { stdout } = await run(file, args, { cwd: folder, timeout: TIMEOUT_MS, env: { ...process.env, ...env } });
      return stdout;
    },
  };
  const { 'aws-cdk-lib': cdk, constructs } = repository.devDependencies;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type }));
  writeFileSync(join(folder, 'app.js'), APPS[type]);
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--install-links'];
  await app.run('npm', ['install', ...options, `aws-cdk-lib@${cdk}`, `constructs@${constructs}`, tarball]);
  return app;
}

/** Checks the types of the app of the guide, with more lines after it, as a strict project does. */
export async function checkTypes(app: InstalledApp, lines: string): Promise<void> {
  writeFileSync(join(app.folder, 'typed.ts'), APP + lines);
  // aws-cdk-lib itself needs the newest library
  const options = '--noEmit --strict --module node16 --moduleResolution node16 --target es2022 --lib esnext';
  await app.run(process.execPath, [TSC, ...options.split(' '), '--skipLibCheck', 'false', 'typed.ts']);
}
