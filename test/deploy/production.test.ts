import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACCOUNT, API_KEY, type FakeVendor, startFakeVendor } from '../cli/support/fake-vendor.ts';
import { RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { type Outputs, receiptsUrl } from './support/deployment.ts';
import { type Emulator, startEmulator } from './support/emulator.ts';

const run = promisify(execFile);

const PROJECT = join(import.meta.dirname, '../..');
const REDIRECT = join(import.meta.dirname, 'support/redirect-to-emulator.mjs');
const STACK = 'SmsReceipts';

/** The commands of a section, without their comments. */
function commandsOf(page: string, section: string): string[] {
  const text = readFileSync(join(PROJECT, page), 'utf8');
  const [, body = ''] = new RegExp(`^## ${section}\n(.*?)(?=^## )`, 'ms').exec(text) ?? [];
  return [...body.matchAll(/^```sh\n(.*?)\n```$/gms)]
    .flatMap(([, lines = '']) => lines.split('\n'))
    .map((line) => line.replace(/ #.*/, ''));
}

const OPERATE = readFileSync(join(PROJECT, 'docs/operate.md'), 'utf8');
const [, session = ''] = /## From nothing to a message.*?```console\n(.*?)```/s.exec(OPERATE) ?? [];
/** The commands of the session in docs/operate.md, without their prompt. */
const OPERATE_SESSION = session.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []));

/** What a pipeline adds, because nobody can answer. */
const ANSWERS: readonly (readonly [command: RegExp, options: string])[] = [
  [/^npx receipts init/, '--yes --alarm-email on-call@example.com'],
  [/^npx receipts wire/, '--yes'],
  [/^npx cdk deploy/, '--require-approval never'],
  [/^npx cdk destroy/, '--force'],
];

let emulator: Emulator;
let vendor: FakeVendor;
let clone: string;
let cloudFormation: CloudFormationClient;

beforeAll(async () => {
  [emulator, vendor] = await Promise.all([startEmulator(), startFakeVendor()]);
  cloudFormation = new CloudFormationClient(emulator.clientConfig);
  clone = join(emulator.folder, 'clone');
  mkdirSync(clone);
  const copy = `git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from - --ignore-failed-read | tar --extract --directory '${clone}'`;
  await run('bash', ['-c', copy], { cwd: PROJECT });
  symlinkSync(join(PROJECT, 'node_modules'), join(clone, 'node_modules'));
});
afterAll(async () => {
  cloudFormation?.destroy();
  await Promise.all([emulator?.stop(), vendor?.close()]);
});

/** Runs a documented command in the clone, as a pipeline does. Rejects if it fails. */
async function follow(command: string): Promise<string> {
  const [, answers = ''] = ANSWERS.find(([pattern]) => pattern.test(command)) ?? [];
  const isCdk = command.startsWith('npx cdk');
  const { stdout, stderr } = await run(
    'bash',
    ['-c', `${command} ${answers} ${isCdk ? '--no-color --no-notices' : ''}`],
    {
      cwd: clone,
      timeout: 300_000,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...emulator.variables,
        NODE_OPTIONS: `${emulator.variables.NODE_OPTIONS} --import ${REDIRECT}`,
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        EIGHT_BY_EIGHT_API_URL: vendor.url,
        EIGHT_BY_EIGHT_API_KEY: API_KEY,
        EIGHT_BY_EIGHT_ACCOUNT_ID: ACCOUNT,
      },
    },
  );
  return stdout + stderr;
}

const stackOf = async (name: string) =>
  (await cloudFormation.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0];
const outputOf = async (name: string) =>
  (await stackOf(STACK))?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;

async function resources(): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for await (const { StackResourceSummaries = [] } of paginateListStackResources(
    { client: cloudFormation },
    { StackName: STACK },
  )) {
    for (const { LogicalResourceId: id = '', PhysicalResourceId = '' } of StackResourceSummaries)
      ids.set(id, PhysicalResourceId);
  }
  return ids;
}

async function template(): Promise<{ Resources: Record<string, { Type: string; Properties?: unknown }> }> {
  const { TemplateBody = '{}' } = await cloudFormation.send(
    new GetTemplateCommand({ StackName: STACK, TemplateStage: 'Original' }),
  );
  return JSON.parse(TemplateBody);
}

describe('README, in a fresh clone', () => {
  const commands = commandsOf('README.md', 'Deploy').filter((command) => /^np[mx] /.test(command));
  const trial = commands.filter((command) => command.includes('Trial'));

  test('goes from the settings to a checked stack', () => {
    expect(commands.map((command) => command.split(' -c ')[0]?.trim())).toEqual([
      'npm ci',
      'npx receipts init',
      'npx cdk bootstrap',
      'npx cdk deploy',
      'npx receipts wire',
      'npx receipts check',
      'npx cdk deploy',
      'npx cdk destroy',
    ]);
  });

  test.each(commands.filter((command) => command !== 'npm ci' && !trial.includes(command)))('%s', async (command) => {
    const printed = await follow(command);
    if (command.includes('init')) expect(existsSync(join(clone, 'receipts.config.json'))).toBe(true);
    if (command.includes('cdk deploy'))
      expect(printed).toMatch(/WhatNext = npx receipts wire --stack SmsReceipts --region us-east-1\s/);
    if (command.includes('wire')) expect(vendor.webhooks.get('*')?.url).toBe(await outputOf('CallbackUrl'));
    if (command.includes('check')) expect(printed).toContain('ok       settings');
    expect(vendor.faults).toEqual([]);
  });

  // The last one serves a page until it is stopped
  test.each(commandsOf('README.md', 'Look up messages, and report').filter((command) => !command.endsWith(' ui')))(
    '%s',
    async (command) => {
      const outputs = { ApiId: await outputOf('ApiId') } as Outputs;
      const headers = {
        authorization: `${vendor.webhooks.get('*')?.httpAuthorization}`,
        'content-type': 'application/json',
      };
      const answer = await fetch(receiptsUrl(emulator, outputs), { method: 'POST', headers, body: RECEIPT_JSON });
      expect(answer.status).toBe(200);
      // A report of days that have passed has no messages
      const shown = command.includes('report')
        ? '95 % within'
        : 'undelivered, rejected_by_operator, Invalid destination (error 15)';
      expect(await follow(command)).toContain(shown);
    },
  );

  test.each(trial)('%s leaves the receiver as it is', async (command) => {
    const before = await resources();
    await follow(command);
    expect(await resources()).toEqual(before);
    const isThere = await stackOf('Trial').then(
      (stack) => !stack?.StackStatus?.startsWith('DELETE'),
      () => false,
    );
    expect(isThere).toBe(command.includes('deploy'));
  });
});

describe('the session in docs/operate.md, after it', () => {
  test('goes from deployment to removal', () => {
    const names = OPERATE_SESSION.map((command) => command.replace(/^npx (receipts )?/, '').split(' ')[0]);
    expect(names).toEqual(['cdk', 'wire', 'check', 'find', 'get', 'rotate-token', 'unwire']);
  });

  test.each(OPERATE_SESSION.filter((command) => !/ (deploy|unwire)/.test(command)))('%s', async (command) => {
    const before = vendor.webhooks.get('*')?.httpAuthorization;
    const printed = await follow(command);
    const { url, httpAuthorization } = vendor.webhooks.get('*') ?? {};
    expect(url).toBe(await outputOf('CallbackUrl'));
    if (/ (find|get) /.test(command)) expect(printed).toContain(SAMPLE_UMID);
    expect(httpAuthorization !== before).toBe(command.includes('rotate-token'));
    expect(vendor.faults).toEqual([]);
  });
});

describe('docs/production.md, after it', () => {
  const files = commandsOf('docs/production.md', 'Settings in git');
  const change = commandsOf('docs/production.md', 'A change');

  test.each(files)('%s takes the settings of the deployed stack', async (command) => {
    await follow(command);
    const [, file = ''] = /--file (\S+)/.exec(command) ?? [];
    const text = (name: string) => readFileSync(join(clone, name), 'utf8');
    expect(text(file)).toBe(text('receipts.config.json'));
  });

  test('a change of one setting changes nothing else', async () => {
    const [before, idsBefore] = [await template(), await resources()];
    const path = join(clone, 'staging.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"retentionDays": 90', '"retentionDays": 30'));
    for (const command of change) {
      const printed = await follow(command);
      if (command.includes('check')) expect(printed).toContain('ok       settings           as in staging.json');
      if (command.includes('trigger')) expect(printed).toContain('The message was removed again.');
    }
    const [after, idsAfter] = [await template(), await resources()];
    const changed = Object.keys({ ...before.Resources, ...after.Resources }).filter(
      (id) => JSON.stringify(before.Resources[id]) !== JSON.stringify(after.Resources[id]),
    );
    const types = changed.map((id) => (after.Resources[id] ?? before.Resources[id])?.Type);
    // The variable of the two functions, with a new version of each, which the alias names
    expect(new Set(types)).toEqual(new Set(['AWS::Lambda::Function', 'AWS::Lambda::Version', 'AWS::Lambda::Alias']));
    const variables = (of: typeof after) =>
      Object.values(of.Resources).map(
        ({ Properties }) => JSON.stringify(Properties ?? {}).match(/"RETENTION_DAYS":"(\d+)"/)?.[1],
      );
    expect(new Set(variables(before))).toEqual(new Set([undefined, '90']));
    expect(new Set(variables(after))).toEqual(new Set([undefined, '30']));
    const replaced = [...idsBefore].filter(([id, physical]) => idsAfter.has(id) && idsAfter.get(id) !== physical);
    expect(replaced).toEqual([]);
  });

  test.each([['npx cdk deploy -c settingsFile=staging.json'], ['npx cdk diff -c settingsFile=staging.json']])(
    'without the line of a feature, %s stops, and names the line that keeps it',
    async (command) => {
      const path = join(clone, 'staging.json');
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace(/^ *"alarmEmail".*\n/m, ''));
      const ids = await resources();
      await expect(follow(command)).rejects.toThrow('put "alarmEmail": "on-call@example.com" into staging.json');
      writeFileSync(path, text);
      expect(await resources()).toEqual(ids);
    },
  );
});

test('at the end, receipts unwire removes the webhook', async () => {
  await follow(OPERATE_SESSION.at(-1) ?? '');
  expect(vendor.webhooks.size).toBe(0);
});
