import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import repository from '../../package.json' with { type: 'json' };
import { ACCOUNT, API_KEY, type FakeVendor, startFakeVendor } from '../cli/support/fake-vendor.ts';
import { bootstrap, type Outputs } from '../deploy/support/deployment.ts';
import { type Emulator, startEmulator } from '../deploy/support/emulator.ts';
import { deployedReceiver } from '../deploy/support/receiver.ts';
import { RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import {
  COMMANDS,
  checkTypes,
  commandOf,
  type InstalledApp,
  installApp,
  installPlugAndPlayApp,
  installPnpmApp,
  type ModuleType,
  makePackage,
  OWN_TEST,
  printedBy,
} from './support/app.ts';

const run = promisify(execFile);

const PROJECT = join(import.meta.dirname, '../..');
const TOOLS = join(PROJECT, 'node_modules/.bin');
const REDIRECT = join(PROJECT, 'test/deploy/support/redirect-to-emulator.mjs');
const TYPES = ['module', 'commonjs'] as const;

// Outside the project, so that its node_modules are not found
const folder = mkdtempSync(join(tmpdir(), 'receipts-package-'));
const apps = new Map<ModuleType, InstalledApp>();
let tarball: string;

beforeAll(async () => {
  tarball = await makePackage();
  for (const type of TYPES) apps.set(type, await installApp(folder, type, tarball));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function appOf(type: ModuleType): InstalledApp {
  const app = apps.get(type);
  if (app === undefined) throw new Error(`The app ${type} is not installed.`);
  return app;
}

const manifestOf = ({ folder: of }: InstalledApp) =>
  JSON.parse(readFileSync(join(of, 'node_modules/sms-delivery-receipts/package.json'), 'utf8'));

describe('the package', () => {
  test('holds the construct, the functions, the tool and their documents, and no tests', () => {
    const files = execFileSync('tar', ['--list', '--file', tarball], { encoding: 'utf8' })
      .trimEnd()
      .split('\n')
      .map((file) => file.replace('package/', ''));
    const expected = [
      /^(LICENSE|THIRD-PARTY-LICENSES|README\.md|CHANGELOG\.md|docs\/(API|runbook|cli)\.md|docs\/(events|item)\.schema\.json|docs\/openapi\.yaml|package\.json)$/,
      /^(contract|eight-by-eight|infra\/construct)\/[\w-]+\.d\.ts$/,
      /^sbom\.cdx\.json$/,
      /^infra\/construct\/index\.js$/,
      /^(contract\/events|local\/testing)\.js$/,
      /^local\/testing\.d\.ts$/,
      /^dist\/(receive|redrive|publish|archive|reconcile|probe|page)\/[\w-]+\.mjs$/,
      /^dist\/page\/assets\/(style\.css|icon\.svg)$/,
      /^cli\/[\w-]+\.mjs$/,
      /^cli\/assets\/(style\.css|icon\.svg)$/,
    ];
    expect(files.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(expected.filter((pattern) => !files.some((file) => pattern.test(file)))).toEqual([]);
  });

  test('lists what it is made of', () => {
    const text = execFileSync('tar', ['--extract', '--to-stdout', '--file', tarball, 'package/sbom.cdx.json']);
    const { bomFormat, components } = JSON.parse(`${text}`);
    expect(bomFormat).toBe('CycloneDX');
    expect(components).toContainEqual({
      type: 'library',
      name: '@aws-sdk/client-dynamodb',
      version: repository.dependencies['@aws-sdk/client-dynamodb'],
      licenses: [{ expression: 'Apache-2.0' }],
      purl: `pkg:npm/%40aws-sdk/client-dynamodb@${repository.dependencies['@aws-sdk/client-dynamodb']}`,
    });
  });

  test('has at most 5 MB', () => {
    expect(statSync(tarball).size).toBeLessThanOrEqual(5_000_000);
  });

  test('has no dependencies except peers, and no install scripts', () => {
    const manifest = manifestOf(appOf('module'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('scripts');
    expect(Object.keys(manifest.peerDependencies)).toEqual(['aws-cdk-lib', 'constructs', 'dynalite']);
    expect(existsSync(join(appOf('module').folder, 'node_modules/esbuild'))).toBe(false);
  });

  test.each([
    ['publint', ['--strict']],
    // The old resolution of TypeScript knows no subpaths
    ['attw', ['--profile', 'node16']],
  ])('passes %s', async (tool, options) => {
    await run(join(TOOLS, tool), [tarball, ...options]);
  });
});

describe.each(TYPES)('an app of the type %s', (type) => {
  test('synthesizes, and finds the functions in the package', async () => {
    await appOf(type).run('CDK_OUTDIR=cdk.out node app.js');
    const { files } = JSON.parse(readFileSync(join(appOf(type).folder, 'cdk.out/Messaging.assets.json'), 'utf8'));
    const functions = Object.values<{ source: { packaging: string } }>(files).filter(
      ({ source }) => source.packaging === 'zip',
    );
    expect(functions).toHaveLength(2);
  });

  test('has the types of the construct', async () => {
    await checkTypes(
      appOf(type),
      `receipts.grantLookUp(receipts.functions.receive);
       receipts.metricRequests('recorded');
       // @ts-expect-error
       receipts.metricRequests('nonsense');`,
    );
  });
});

test('the oldest CDK that the package accepts synthesizes the app, and agrees with its types', async () => {
  const range: string = manifestOf(appOf('module')).peerDependencies['aws-cdk-lib'];
  const [oldest] = /\d+\.\d+\.\d+/.exec(range) ?? [];
  const app = await installApp(folder, 'module', tarball, oldest);
  const library = JSON.parse(readFileSync(join(app.folder, 'node_modules/aws-cdk-lib/package.json'), 'utf8'));
  expect(library.version).toBe(oldest);
  await app.run('CDK_OUTDIR=cdk.out node app.js');
  await checkTypes(app, 'receipts.grantLookUp(receipts.functions.receive);');
  const { Resources } = JSON.parse(readFileSync(join(app.folder, 'cdk.out/Messaging.template.json'), 'utf8'));
  await appOf('module').run('CDK_OUTDIR=cdk.out node app.js');
  const newest = JSON.parse(readFileSync(join(appOf('module').folder, 'cdk.out/Messaging.template.json'), 'utf8'));
  expect(Object.keys(Resources).sort()).toEqual(Object.keys(newest.Resources).sort());
});

test('a test of an own app runs the receiver, as the guide shows', async () => {
  const app = appOf('module');
  writeFileSync(join(app.folder, 'receiver.test.js'), OWN_TEST);
  await app.run(`${commandOf('npm install --save-dev')} --prefer-offline --no-audit --no-fund`);
  // Vitest's own 5 and 10 seconds are short on a busy machine
  const command = `${commandOf('npx vitest')} --testTimeout 100000 --hookTimeout 100000`;
  expect(await app.run(command, { ...process.env, NO_COLOR: '1' } as Record<string, string>)).toMatch(/1 passed/);
  await checkTypes(
    app,
    `import type { StatusChanged } from 'sms-delivery-receipts/events';
     import { startReceiver, type TestReceiver } from 'sms-delivery-receipts/testing';
     export const state = ({ detail }: { detail: StatusChanged }): string => detail.state;
     export const receiver: Promise<TestReceiver> = startReceiver({ port: 0 });`,
  );
});

test('dev runs the receiver until it is stopped', async () => {
  // In a group, because npx ends at the signal and leaves the tool running
  const tool = spawn('npx', ['sms-delivery-receipts', 'dev', '--port', '0'], {
    detached: true,
    cwd: appOf('module').folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(tool, 'exit');
  try {
    const url = await printedBy(tool, /listening on (\S+)/);
    expect((await fetch(url, { method: 'POST' })).status).toBe(401);
  } finally {
    if (tool.exitCode === null) process.kill(-(tool.pid ?? Number.NaN), 'SIGTERM');
    await ended;
  }
});

test('both apps give the same template', () => {
  const [module, commonjs] = TYPES.map((type) =>
    readFileSync(join(appOf(type).folder, 'cdk.out/Messaging.template.json'), 'utf8'),
  );
  expect(module).toBe(commonjs);
});

test("an app under Yarn's Plug'n'Play finds the functions and runs the tool", async () => {
  const app = await installPlugAndPlayApp(folder, tarball);
  await app.run('yarn node app.js', { CDK_OUTDIR: 'cdk.out' });
  expect(readdirSync(join(app.folder, 'cdk.out'))).toContain('Messaging.template.json');
  expect(await app.run('yarn run receipts --version')).toContain(repository.version);
  expect(existsSync(join(app.folder, 'node_modules'))).toBe(false);
  // Not in an archive, which only programs under Yarn can read
  expect(readdirSync(join(app.folder, '.yarn/unplugged')).join()).toContain('sms-delivery-receipts');
});

test('an app under pnpm with cdk-nag 3 synthesizes without an error, and runs the tool', async () => {
  const app = await installPnpmApp(folder, tarball);
  await app.run('node app.js', { CDK_OUTDIR: 'cdk.out' });
  expect(readdirSync(join(app.folder, 'cdk.out'))).toContain('Messaging.template.json');
  expect(await app.run('pnpm exec receipts --version')).toContain(repository.version);
});

describe('the guide, on the emulator', () => {
  let emulator: Emulator;
  let vendor: FakeVendor;
  const guide = (beginning: string, ...options: string[]) =>
    appOf('module').run([commandOf(beginning), ...options].join(' '), {
      ...emulator.variables,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      npm_config_update_notifier: 'false',
      EIGHT_BY_EIGHT_API_URL: vendor.url,
      EIGHT_BY_EIGHT_API_KEY: API_KEY,
      EIGHT_BY_EIGHT_ACCOUNT_ID: ACCOUNT,
      ...(beginning.startsWith('npx sms') && { NODE_OPTIONS: `--import ${REDIRECT}` }),
    });

  beforeAll(async () => {
    [emulator, vendor] = await Promise.all([startEmulator(), startFakeVendor()]);
    await bootstrap(emulator);
  });
  afterAll(async () => {
    await Promise.all([emulator?.stop(), vendor?.close()]);
  });

  test('has the commands that these tests follow', () => {
    expect(COMMANDS.map((command) => command.split(' ').slice(0, 3).join(' '))).toEqual([
      'npm ci',
      'npm run package',
      'npm init --yes',
      'npm install aws-cdk-lib',
      'npx cdk deploy',
      'npx sms-delivery-receipts wire',
      'npx sms-delivery-receipts check',
      'npx sms-delivery-receipts find',
      'npm install --global',
      'npm install --save-dev',
      'npx vitest run',
    ]);
  });

  test('deploys a stack that takes a receipt over HTTP', async () => {
    await guide('npx cdk deploy', '--require-approval never --outputs-file outputs.json --no-color --no-notices');
    const outputs = JSON.parse(readFileSync(join(appOf('module').folder, 'outputs.json'), 'utf8')).Messaging as Outputs;
    const receiver = await deployedReceiver(emulator, outputs);
    try {
      const answer = await receiver.post(RECEIPT_JSON);
      expect(answer).toMatchObject({ status: 200, body: { outcome: 'recorded', umid: SAMPLE_UMID } });
    } finally {
      receiver.close();
    }
  });

  test('wires it, checks it and finds the message', async () => {
    expect(await guide('npx sms-delivery-receipts wire', '--yes')).toContain('to the stack Messaging');
    expect(vendor.webhooks.get('*')?.url).toContain('/receipts');
    expect(await guide('npx sms-delivery-receipts check')).toMatch(/^ok +receipt/m);
    expect(await guide('npx sms-delivery-receipts find')).toContain('undelivered, rejected_by_operator');
  });

  test('installs the tool alone, without the peers of the construct', async () => {
    await guide('npm install --global', '--prefix global --offline');
    const tool = (command: string) => appOf('module').run(`global/bin/receipts ${command}`, emulator.variables);
    expect(await tool('--version')).toBe(`${repository.version}\n`);
    expect(await tool(`get --stack Messaging ${SAMPLE_UMID}`)).toContain('undelivered, rejected_by_operator');
    expect(readdirSync(join(appOf('module').folder, 'global/lib/node_modules'))).toEqual(['sms-delivery-receipts']);
  });

  test('the page of the tool has its style sheet', async () => {
    const tool = spawn('global/bin/receipts', ['ui', '--stack', 'Messaging', '--port', '0'], {
      cwd: appOf('module').folder,
      env: emulator.variables,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const url = await printedBy(tool, /Look up messages on (\S+)/);
      expect(await (await fetch(`${url}/messages/${SAMPLE_UMID}`)).text()).toContain('Invalid destination');
      expect((await fetch(`${url}/style.css`)).status).toBe(200);
    } finally {
      tool.kill();
    }
  });
});
