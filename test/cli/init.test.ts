import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseSettingsFile } from '../../contract/deployed-settings.ts';
import { type FakeStack, startFakeStack } from './support/fake-stack.ts';
import { runInProcess } from './support/run-in-process.ts';
import { runOnTerminal } from './support/run-tool.ts';
import { settingsFolder } from './support/settings-folder.ts';

const { folder } = settingsFolder();
const hasTerminal = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;
let aws: FakeStack;
let file: string;
let number = 0;

beforeAll(async () => {
  aws = await startFakeStack();
  Object.assign(aws.outputs, { CallbackUrl: 'http://127.0.0.1:9', ReceiptsTableName: 'a', SetAsideTableName: 'b' });
});
beforeEach(() => {
  file = join(folder, `${++number}.json`);
  aws.outputs.Settings = '{}';
});
afterAll(() => aws.close());

const init = (...args: string[]) => runInProcess(['init', '--file', file, ...args], { AWS_ENDPOINT_URL: aws.endpoint });
const written = () => parseSettingsFile(readFileSync(file, 'utf8'));
const INITIAL = {
  stackName: 'Other',
  alarmEmail: 'none',
  retentionDays: 90,
  events: 'off',
  reconcileSubAccounts: 'none',
  archive: 'off',
  pageIssuer: 'none',
};
const PAGE = ['--page-issuer', 'https://login.example.com', '--page-client-id', 'receipts'];

describe('receipts init', () => {
  test('writes a file with a comment for each line, and prints the three next commands', async () => {
    const run = await init('--stack', 'Other', '--alarm-email', 'on-call@example.com', '--events', 'new', '--yes');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(written()).toEqual({ ...INITIAL, alarmEmail: 'on-call@example.com', events: 'new' });
    const lines = readFileSync(file, 'utf8').split('\n').slice(2, -2);
    expect(lines.filter((_, index) => index % 2 === 0).every((line) => /^ {2}\/\/ [A-Z]/.test(line))).toBe(true);
    expect(run.stdout.trimEnd().split('\n').slice(-3)).toEqual([
      `  npx cdk bootstrap aws://000000000000/us-east-1 -c settingsFile=${file}  # once for each account and Region`,
      `  npx cdk deploy -c settingsFile=${file}`,
      '  receipts wire --stack Other',
    ]);
  });

  test('takes the settings of the deployed stack, so that the file removes nothing', async () => {
    aws.outputs.Settings = '{"events":"new","kmsKeyArn":"arn:aws:kms:eu-west-1:1:key/1","retentionDays":"30"}';
    expect(await init('--yes', '--retention-days', '60')).toMatchObject({ code: 0, stderr: '' });
    expect(written()).toEqual({
      ...INITIAL,
      stackName: 'SmsReceipts',
      events: 'new',
      retentionDays: 60,
      kmsKeyArn: 'arn:aws:kms:eu-west-1:1:key/1',
    });
  });

  test('asks who may look if there is a page', async () => {
    expect(await init('--yes', ...PAGE, '--page-allowed-domains', 'example.com')).toMatchObject({ code: 0 });
    expect(written()).toEqual({
      ...INITIAL,
      stackName: 'SmsReceipts',
      pageIssuer: 'https://login.example.com',
      pageClientId: 'receipts',
      pageAllowedGroups: 'none',
      pageAllowedDomains: 'example.com',
    });
  });

  test('works without an account, and says why there is none', async () => {
    const run = await runInProcess(['init', '--file', file, '--yes']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('No account of AWS is known yet: No connection to 127.0.0.1:9');
    expect(run.stdout).toContain('  npx cdk bootstrap -c settingsFile=');
    expect(written()).toEqual({ ...INITIAL, stackName: 'SmsReceipts' });
  });

  test('never overwrites a file', async () => {
    writeFileSync(file, '{}');
    expect(await init('--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('already. Edit it') });
    expect(readFileSync(file, 'utf8')).toBe('{}');
  });

  test.each([
    [[], 1, 'there is no terminal. Add --yes'],
    [['--yes', '--alarm-email', 'nobody'], 2, 'alarmEmail is "nobody". It must be one e-mail address, or none.'],
    [['--yes', '--retention-days', '2'], 2, 'retentionDays is "2". It must be a whole number from 3 up.'],
    [['--yes', '--reconcile-sub-accounts', 'a,'], 2, 'It must be ids of sub-accounts'],
    [['--yes', '--archive', 'yes'], 2, 'archive is "yes". It must be on or off.'],
    [['--yes', '--page-issuer', 'login.example.com'], 2, 'It must be the address of an OpenID issuer'],
    [['--yes', ...PAGE.slice(0, 2)], 2, 'pageClientId is "". It must be the id'],
    [['--yes', ...PAGE], 2, 'Who may look? Name groups or domains. any lets in everyone'],
    [['--yes', '--page-client-id', 'receipts'], 2, 'pageClientId needs pageIssuer. Give that, too.'],
    [['--yes', '--stack', '2nd'], 2, 'stackName is "2nd". It must be a letter'],
  ])('with %j writes nothing', async (args, code, says) => {
    expect(await init(...args)).toMatchObject({ code, stderr: expect.stringContaining(says) });
    expect(existsSync(file)).toBe(false);
  });

  (hasTerminal ? test : test.skip)('asks on a terminal, again after a wrong answer', async () => {
    const run = await runOnTerminal(
      ['init', '--file', file],
      { AWS_ENDPOINT_URL: aws.endpoint },
      { until: 'Name of the stack', type: 'Other\r' },
      { until: 'Address that the alarms', type: 'nobody\r' },
      { until: 'It must be one e-mail address', type: '\u0015on-call@example.com\r' },
      { until: 'Days that a message', type: '\r' },
      { until: 'Publish status changes', type: 'new\r' },
      { until: 'to reconcile every day', type: '\r' },
      { until: 'to ask Athena', type: '\r' },
      { until: 'no page', type: '\r' },
    );
    expect(run.code).toBe(0);
    expect(written()).toEqual({ ...INITIAL, alarmEmail: 'on-call@example.com', events: 'new' });
  });
});
