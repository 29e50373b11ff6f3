import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import repository from '../../package.json' with { type: 'json' };
import { bootstrap, cdk, type Outputs } from '../deploy/support/deployment.ts';
import { type Emulator, startEmulator } from '../deploy/support/emulator.ts';
import { deployedReceiver } from '../deploy/support/receiver.ts';
import { RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { checkTypes, type InstalledApp, installApp, type ModuleType, makePackage } from './support/app.ts';

const run = promisify(execFile);

const PROJECT = join(import.meta.dirname, '../..');
const TOOLS = join(PROJECT, 'node_modules/.bin');
const TYPES = ['module', 'commonjs'] as const;

// Outside the project, whose node_modules would be found otherwise
const folder = mkdtempSync(join(tmpdir(), 'receipts-package-'));
const apps = new Map<ModuleType, InstalledApp>();
let tarball: string;
let emulator: Emulator | undefined;

beforeAll(async () => {
  tarball = await makePackage();
  for (const type of TYPES) apps.set(type, await installApp(folder, type, tarball));
});
afterAll(async () => {
  await emulator?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function appOf(type: ModuleType): InstalledApp {
  const app = apps.get(type);
  if (app === undefined) throw new Error(`The app ${type} is not installed.`);
  return app;
}

const manifestOf = ({ folder: of }: InstalledApp) =>
  JSON.parse(readFileSync(join(of, 'node_modules/sms-delivery-receipts/package.json'), 'utf8'));

describe('the package', () => {
  test('holds the construct, the functions, the tool and their documents, and nothing of the tests', () => {
    const files = execFileSync('tar', ['--list', '--file', tarball], { encoding: 'utf8' })
      .trimEnd()
      .split('\n')
      .map((file) => file.replace('package/', ''));
    const expected = [
      /^(LICENSE|THIRD-PARTY-LICENSES|README\.md|CHANGELOG\.md|docs\/API\.md|package\.json)$/,
      /^(contract|eight-by-eight|infra\/construct)\/[\w-]+\.d\.ts$/,
      /^infra\/construct\/index\.js$/,
      /^dist\/(receive|redrive|publish|reconcile)\/[\w-]+\.mjs$/,
      /^cli\/[\w-]+\.mjs$/,
      /^cli\/assets\/(style\.css|icon\.svg)$/,
    ];
    expect(files.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(expected.filter((pattern) => !files.some((file) => pattern.test(file)))).toEqual([]);
  });

  test('has at most 5 MB', () => {
    expect(statSync(tarball).size).toBeLessThanOrEqual(5_000_000);
  });

  test('has no dependency beside its peers, and no script that an installation runs', () => {
    const manifest = manifestOf(appOf('module'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('scripts');
    expect(Object.keys(manifest.peerDependencies)).toEqual(['aws-cdk-lib', 'constructs']);
    expect(existsSync(join(appOf('module').folder, 'node_modules/esbuild'))).toBe(false);
  });

  test.each([
    ['publint', ['--strict']],
    ['attw', []],
  ])('is clean by %s', async (tool, options) => {
    await run(join(TOOLS, tool), [tarball, ...options]);
  });
});

describe.each(TYPES)('an app of the type %s', (type) => {
  test('synthesizes, and finds the functions in the package', async () => {
    await appOf(type).run(process.execPath, ['app.js'], { CDK_OUTDIR: 'cdk.out' });
    const { files } = JSON.parse(readFileSync(join(appOf(type).folder, 'cdk.out/Messaging.assets.json'), 'utf8'));
    const functions = Object.values<{ source: { packaging: string } }>(files).filter(
      ({ source }) => source.packaging === 'zip',
    );
    expect(functions).toHaveLength(2);
  });

  test('has the types of the construct', async () => {
    await checkTypes(
      appOf(type),
      `receipts.grantRead(receipts.functions.receive);
       receipts.metricRequests('recorded');
       // @ts-expect-error
       receipts.metricRequests('nonsense');`,
    );
  });
});

test('both apps give the same template', () => {
  const [module, commonjs] = TYPES.map((type) =>
    readFileSync(join(appOf(type).folder, 'cdk.out/Messaging.template.json'), 'utf8'),
  );
  expect(module).toBe(commonjs);
});

describe('deployed to the emulator', () => {
  let outputs: Outputs;
  const receipts = (...args: string[]) =>
    appOf('module').run(join(appOf('module').folder, 'node_modules/.bin/receipts'), args, emulator?.variables);

  beforeAll(async () => {
    emulator = await startEmulator();
    await bootstrap(emulator);
    const { folder: cwd } = appOf('module');
    const options = ['--app', `${process.execPath} app.js`, '--require-approval', 'never', '--outputs-file', 'outputs'];
    await cdk(emulator, ['deploy', ...options], cwd);
    outputs = JSON.parse(readFileSync(join(cwd, 'outputs'), 'utf8')).Messaging;
  });

  test('takes a receipt over HTTP', async () => {
    const receiver = await deployedReceiver(emulator as Emulator, outputs);
    try {
      expect(await receiver.post(RECEIPT_JSON)).toMatchObject({
        status: 200,
        body: { outcome: 'recorded', umid: SAMPLE_UMID },
      });
    } finally {
      receiver.close();
    }
  });

  test('the tool of the package finds and shows the message', async () => {
    const found = await receipts('find', '--stack', 'Messaging', '--destination', '+12025550293');
    const shown = await receipts('get', '--stack', 'Messaging', SAMPLE_UMID);
    for (const text of [found, shown]) expect(text).toContain('undelivered, rejected_by_operator');
  });

  test('the page of the tool has its style sheet', async () => {
    const { folder: cwd } = appOf('module');
    const tool = spawn('node_modules/.bin/receipts', ['ui', '--stack', 'Messaging'], {
      cwd,
      env: { ...process.env, ...emulator?.variables },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [printed] = await once(tool.stdout, 'data');
      const url = `${printed}`.replace('messages on ', '').trim();
      expect(await (await fetch(`${url}/messages/${SAMPLE_UMID}`)).text()).toContain('Invalid destination');
      expect((await fetch(`${url}/style.css`)).status).toBe(200);
    } finally {
      tool.kill();
    }
  });

  test('the tool of the package has the version of the package, by both of its names', async () => {
    expect(await receipts('--version')).toBe(`${repository.version}\n`);
    const byPackage = await appOf('module').run('npx', ['--no', 'sms-delivery-receipts', '--', '--version']);
    expect(byPackage).toBe(`${repository.version}\n`);
  });
});
