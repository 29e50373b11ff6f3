import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type GivenSettings, temporaryFolder } from './support/synthesize.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** Runs the app as the CDK command does. */
function run(settings: GivenSettings) {
  const outdir = temporaryFolder();
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    cwd: PROJECT,
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env.PATH, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(settings) },
  });
  return { status, stderr, outdir };
}

test('deploys the bundle that it has just built, and nothing of an older one', () => {
  const bundle = join(PROJECT, 'dist/receive');
  mkdirSync(bundle, { recursive: true });
  writeFileSync(join(bundle, 'older.mjs'), '');
  const { status, stderr, outdir } = run({});
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [asset = 'none'] = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  expect(readdirSync(join(outdir, asset)).sort()).toEqual(['chunks', 'index.mjs']);
  expect(readFileSync(join(outdir, asset, 'index.mjs'), 'utf8')).toBe(readFileSync(join(bundle, 'index.mjs'), 'utf8'));
}, 90_000);

test('stops at a wrong setting with its name and no stack trace', () => {
  const { status, stderr, outdir } = run({ removalPolicy: 'keep' });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'Wrong settings in the CDK context:\n  removalPolicy is "keep": must be retain or destroy\n',
  });
  expect(existsSync(join(outdir, 'SmsReceipts.template.json'))).toBe(false);
}, 90_000);
