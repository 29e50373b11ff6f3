import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { FUNCTIONS } from '../../contract/functions.ts';

const PROJECT = join(import.meta.dirname, '../..');
/** Where the app bundles to. Not imported from the build, which loads esbuild. */
const BUNDLES = join(PROJECT, 'dist');
const NAMES = Object.keys(FUNCTIONS);

const outdir = mkdtempSync(join(tmpdir(), 'receipts-app-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Runs the app as the CDK command does. */
function run(settings: Readonly<Record<string, string>>) {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    cwd: PROJECT,
    encoding: 'utf8',
    timeout: 300_000,
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: outdir,
      // Off, because the tests of the stack validate its templates
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify({ settingsFile: 'none', ...settings }),
    },
  });
  return { status, stderr };
}

const entryIn = (folder: string) => readFileSync(join(folder, 'index.mjs'), 'utf8');
const olderFile = (name: string) => join(BUNDLES, name, 'older.mjs');

beforeEach(() => {
  for (const name of NAMES) {
    mkdirSync(join(BUNDLES, name), { recursive: true });
    writeFileSync(olderFile(name), '');
  }
});

test('the app stops at an invalid setting before it bundles, names the setting, and prints no stack trace', () => {
  expect(run({ removalPolicy: 'keep' })).toEqual({
    status: 1,
    stderr: 'Wrong settings:\n  removalPolicy is "keep" (CDK context): must be retain or destroy\n',
  });
  expect(readdirSync(outdir)).not.toContain('SmsReceipts.template.json');
  expect(NAMES.map(olderFile).filter(existsSync)).toHaveLength(NAMES.length);
});

test('the app deploys freshly built bundles, without files of older builds', () => {
  // With every function
  expect(run({ events: 'new', archive: 'on', reconcileSubAccounts: 'Acme_1', probeMinutes: '5' })).toEqual({
    status: 0,
    stderr: '',
  });
  const assets = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  expect(assets.flatMap((asset) => readdirSync(join(outdir, asset)))).not.toContain('older.mjs');
  expect(assets.map((asset) => entryIn(join(outdir, asset))).sort()).toEqual(
    NAMES.map((name) => entryIn(join(BUNDLES, name))).sort(),
  );
});
