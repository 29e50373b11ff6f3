import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** `npx cdk synth` in `.ci/run` and the deployment tests run the app with valid settings. */
test('the app stops at an invalid setting, names the setting, and prints no stack trace', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
    env: { PATH: process.env.PATH, CDK_CONTEXT_JSON: '{ "settingsFile": "none", "removalPolicy": "keep" }' },
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'Wrong settings:\n  removalPolicy is "keep" (CDK context): must be retain or destroy\n',
  });
});
