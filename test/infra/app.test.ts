import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { BUNDLES } from '../../build/bundle.ts';
import { FUNCTIONS } from '../../contract/functions.ts';
import type { GivenSettings } from '../../infra/read-settings.ts';
import { temporaryFolder } from './support/synthesize.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** Runs the app as the CDK command does. */
function run(settings: GivenSettings) {
  const outdir = temporaryFolder();
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
  return { status, stderr, outdir };
}

test('the app deploys freshly built bundles, without files of older builds', () => {
  const names = Object.keys(FUNCTIONS);
  for (const name of names) {
    mkdirSync(join(BUNDLES, name), { recursive: true });
    writeFileSync(join(BUNDLES, name, 'older.mjs'), '');
  }
  // With every function
  const { status, stderr, outdir } = run({ events: 'new', reconcileSubAccounts: 'Acme_1' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const assets = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  const later = ['credential-provider-http.mjs', 'event-streams.mjs'];
  expect(assets.map((asset) => readdirSync(join(outdir, asset)).sort())).toEqual(
    expect.arrayContaining([
      [...later, 'index.mjs', 'parse-xml.mjs', 'sqs-fallback-queue.mjs'],
      [...later, 'index.mjs', 'parse-xml.mjs'],
    ]),
  );
  const entries = (folders: string[]) => folders.map((folder) => readFileSync(join(folder, 'index.mjs'), 'utf8'));
  expect(new Set(entries(assets.map((asset) => join(outdir, asset))))).toEqual(
    new Set(entries(names.map((name) => join(BUNDLES, name)))),
  );
});

test('the app stops at an invalid setting, names it, and prints no stack trace', () => {
  const { status, stderr, outdir } = run({ removalPolicy: 'keep' });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'Wrong settings:\n  removalPolicy is "keep" (CDK context): must be retain or destroy\n',
  });
  expect(existsSync(join(outdir, 'SmsReceipts.template.json'))).toBe(false);
});
