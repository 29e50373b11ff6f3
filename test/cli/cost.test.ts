import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { monthlyBill } from '../../cost/monthly-bill.ts';
import { type FakeStack, startFakeStack } from './support/fake-stack.ts';
import { runInProcess } from './support/run-in-process.ts';
import { settingsFolder } from './support/settings-folder.ts';

const { folder, file } = settingsFolder();
let aws: FakeStack;
beforeAll(async () => {
  aws = await startFakeStack();
  Object.assign(aws.outputs, { CallbackUrl: 'http://127.0.0.1:9', ReceiptsTableName: 'a', SetAsideTableName: 'b' });
});
afterAll(() => aws.close());

const cost = (...args: string[]) => runInProcess(['cost', ...args], { AWS_ENDPOINT_URL: aws.endpoint });

test('receipts cost adds up the bill for the settings of a file', async () => {
  writeFileSync(file, '{ "events": "new", /* days */ "retentionDays": 30 }');
  const run = await cost('--settings-file', file, '--messages', '5000000', '--json');
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(run.stdout)).toEqual(monthlyBill({ events: 'new', retentionDays: '30' }, 5_000_000));
});

test('receipts cost adds up the bill for the settings of a stack', async () => {
  aws.outputs.Settings = '{"dashboard":"off"}';
  const run = await cost('--stack', 'SmsReceipts');
  expect(run.stdout).toContain('1,000,000 messages a month with the settings of the stack SmsReceipts, in dollars:');
  expect(run.stdout).not.toContain('dashboard  ');
});

test('a settings file that is not there is an error', async () => {
  const says = expect.stringContaining('cannot be read (ENOENT)');
  expect(await cost('--settings-file', join(folder, 'none.json'))).toMatchObject({ code: 1, stdout: '', stderr: says });
});
