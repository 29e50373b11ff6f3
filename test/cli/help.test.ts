import { describe, expect, test } from '@jest/globals';
import tool from '../../package.json' with { type: 'json' };
import { runInProcess } from './support/run-in-process.ts';
import { runTool } from './support/run-tool.ts';

const COMMANDS = [
  ['init'],
  ['wire'],
  ['unwire'],
  ['check'],
  ['rotate-token'],
  ['search'],
  ['get'],
  ['find'],
  ['batch'],
  ['explain'],
  ['report'],
  ['cost'],
  ['ui'],
  ['send'],
  ['trigger'],
  ['cost'],
  ['store-key'],
  ['page'],
  ['page', 'secret'],
  ['page', 'new-key'],
  ['watch'],
  ['dev'],
  ['listen'],
  ['set-aside'],
  ['set-aside', 'list'],
  ['set-aside', 'show'],
  ['set-aside', 'replay'],
  ['reconcile'],
  ['forget'],
  ['completion'],
];

const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
/** Nothing listens there. */
const LOCAL = { RECEIPTS_DYNAMODB: 'http://127.0.0.1:9' };

describe('receipts', () => {
  test('--help lists every command in its group', async () => {
    const { code, stdout } = await runInProcess(['--help']);
    expect(code).toBe(0);
    expect([...stdout.matchAll(/^(\S.*):$/gm)].map(([, heading]) => heading)).toEqual([
      'Options',
      'Look up',
      'Watch',
      'Set up',
      'Repair',
      'Privacy',
      'Help',
      'Example',
    ]);
    for (const [name] of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  });

  test.each([[[]], [['set-aside']]])('without a command, %j shows examples as npx starts it', async (args) => {
    const run = await runTool(args, { npm_lifecycle_event: 'npx' });
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/Example:\n {2}npx receipts /) });
  });

  test('--version shows the version of the package', async () => {
    expect(await runInProcess(['--version'])).toEqual({ code: 0, stdout: `${tool.version}\n`, stderr: '' });
  });

  test.each(COMMANDS.map((command) => [command.join(' '), command] as const))(
    '%s --help has an example',
    async (name, command) => {
      const { code, stdout, stderr } = await runInProcess([...command, '--help']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`Examples?.*:\\n( {2}.*\\n)* {2}receipts ${name} `));
    },
  );

  test.each(COMMANDS.map((command) => [command.join(' '), command] as const))(
    '%s --help fits 70 columns, except for examples to paste',
    async (_, command) => {
      const { stdout } = await runInProcess([...command, '--help'], { COLUMNS: '70' });
      for (const line of stdout.split(/\nExamples?:\n/)[0]?.split('\n') ?? [])
        expect(line.length).toBeLessThanOrEqual(70);
    },
  );

  test.each([
    { args: ['nope'], says: "unknown command 'nope'", help: 'receipts' },
    { args: ['fnd'], says: 'Did you mean find?', help: 'receipts' },
    { args: ['get', '--stack', 'S'], says: 'Give the umid of a message', help: 'receipts get' },
    { args: ['get', 'x'], says: 'It must be a UUID', help: 'receipts get' },
    { args: ['get', 'x', '--jsn'], says: 'Did you mean --json?', help: 'receipts get' },
    { args: ['find', '--limit', '0'], says: 'It must be a whole number from 1 up.', help: 'receipts find' },
    { args: ['find', '--destination', 'foo'], says: 'It must be a phone number', help: 'receipts find' },
    { args: ['find', '--dynamodb', 'foo'], says: 'It must be an address such as', help: 'receipts find' },
    { args: ['find', '--dynamodb', 'http://a', '--stack', 'S'], says: 'cannot be used with', help: 'receipts find' },
    { args: ['send', '--duplicates', '2'], says: 'It must be a number from 0 to 1', help: 'receipts send' },
    { args: ['wire'], says: 'set EIGHT_BY_EIGHT_ACCOUNT_ID, or add --account', help: 'receipts wire' },
    { args: ['send', '--remove-only'], says: 'needs the --seed', help: 'receipts send' },
    { args: ['find', '--batch', 'x', '--state', 'sent,'], says: 'It must not be empty.', help: 'receipts find' },
    { args: ['find', '--batch', 'x', '--json', '--csv'], says: 'Give one of', help: 'receipts find' },
    { args: ['batch', 'x', '--failed'], says: 'need --csv', help: 'receipts batch' },
    { args: ['explain', 'x'], says: 'It must be a whole number', help: 'receipts explain' },
    { args: ['set-aside', 'lst'], says: 'Did you mean list?', help: 'receipts set-aside' },
    { args: ['set-aside', 'list', '--reason', 'x'], says: 'Allowed choices are', help: 'receipts set-aside list' },
    { args: ['set-aside', 'show', 'xyz'], says: 'is not the id', help: 'receipts set-aside show' },
    {
      args: ['get', UMID],
      env: { RECEIPTS_DYNAMODB: 'foo' },
      says: 'RECEIPTS_DYNAMODB must be an address',
      help: 'receipts get',
    },
  ])('$args is wrong usage; the error names the help of the command', async ({ args, env, says, help }) => {
    const run = await runInProcess(args, env ?? LOCAL);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^receipts: /);
    expect(run.stderr).toContain(says);
    expect(run.stderr).toMatch(new RegExp(`\nSee ${help} --help\\.\n$`));
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });

  test.each([
    { what: 'nothing that answers', env: {}, says: 'No connection to 127.0.0.1:9: nothing listens there.' },
    { what: 'no region', env: { AWS_REGION: '' }, says: 'No AWS Region is set.' },
    {
      what: 'no credentials',
      env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      says: 'No AWS credentials were found.',
    },
  ])('$what: the error is one line, without a stack trace', async ({ env, says }) => {
    const run = await runTool(['set-aside', 'list'], env);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(`receipts: ${says}`);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
  });
});
