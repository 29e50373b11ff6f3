import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import tool from '../../package.json' with { type: 'json' };
import { runInProcess } from './support/run-in-process.ts';
import { CHECKOUT_TOOL, TOOL } from './support/run-tool.ts';

const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
const ONE_SUB_ACCOUNT = ['--sub-account', 'Acme_1'];
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
  });

  test.each([[[]], [['set-aside']]])('without a command, %j shows examples as npx starts it', async (args) => {
    const run = await runInProcess(args, { npm_lifecycle_event: 'npx' });
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/Example:\n {2}npx receipts /) });
  });

  test('--version shows the version of the package', async () => {
    expect(await runInProcess(['--version'])).toEqual({ code: 0, stdout: `${tool.version}\n`, stderr: '' });
  });

  test.each(Object.entries({ 'of a checkout': CHECKOUT_TOOL, 'that is compiled': TOOL }))(
    'the tool %s starts',
    (_, file) => {
      expect(execFileSync(process.execPath, [file, '--version'], { encoding: 'utf8' })).toBe(`${tool.version}\n`);
    },
  );

  test('every command has a help text with an example, and but for that fits 70 columns', async () => {
    const commands: string[][] = [[]];
    for (const command of commands) {
      const { code, stdout, stderr } = await runInProcess([...command, '--help'], { COLUMNS: '70' });
      expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`Examples?.*:\\n( {2}.*\\n)* {2}receipts ${command.join(' ')}`));
      const [text = ''] = stdout.split(/\nExamples?:\n/);
      expect(text.split('\n').filter((line) => line.length > 70)).toEqual([]);
      const [, inner = ''] = /\n(?:Look up|Commands):\n(.*?)\n\nHelp:/s.exec(text) ?? [];
      commands.push(...[...inner.matchAll(/^ {2}([\w-]+)/gm)].map(([, name = '']) => [...command, name]));
    }
    expect(commands).toContainEqual(['set-aside', 'replay']);
  });

  test.each<[command: string, args: string[], says: string, environment?: Record<string, string>]>([
    ['', ['nope'], "unknown command 'nope'"],
    ['', ['fnd'], 'Did you mean find?'],
    ['get', ['--stack', 'S'], 'Give the umid of a message'],
    ['get', ['x'], 'It must be a UUID'],
    ['get', ['x', '--jsn'], 'Did you mean --json?'],
    ['get', [`\u202a${UMID}x`], `\\u202a${UMID}x`],
    ['get', [UMID], 'RECEIPTS_DYNAMODB must be an address', { RECEIPTS_DYNAMODB: 'foo' }],
    ['find', ['--batch', 'x', '--destination', '+12025550293'], 'Give exactly one of'],
    ['find', ['--batch', 'x', '--before', '2026-01-01'], 'need --destination'],
    ['find', ['--batch', 'x', '--json', '--csv'], 'Give one of'],
    ['find', ['--batch', 'x', '--state', 'sent,'], 'It must not be empty.'],
    ['find', ['--batch', 'x', '--state', ''], 'It must not be empty.'],
    ['find', ['--batch', ''], 'It must not be empty.'],
    ['find', ['--client-message-id', ' '], 'It must not be empty.'],
    ['find', ['--limit', '0'], 'It must be a whole number from 1 up.'],
    ['find', ['--destination', 'foo'], 'It must be a phone number'],
    ['find', ['--destination', '\u202a12'], "'\\u202a12' is invalid"],
    ['find', ['--dynamodb', 'foo'], 'It must be an address such as'],
    ['find', ['--dynamodb', 'http://a', '--stack', 'S'], 'cannot be used with'],
    ['search', ['1', '--default-country', 'XX'], 'ISO code of a country'],
    ['search', ['1', '--default-country', ''], 'ISO code of a country'],
    ['batch', ['x', '--failed'], 'need --csv'],
    ['batch', [''], 'It must not be empty.'],
    ['search', ['\u200b'], 'It must not be empty.'],
    ['explain', ['x'], 'It must be a whole number'],
    ['overdue', ['--older-than', '15'], 'It must be a time such as'],
    ['overdue', ['--older-than', '0m'], 'It must be a time such as'],
    ['overdue', ['--older-than', '48h'], 'must be less than 48h'],
    ['overdue', ['--older-than', '3d'], 'must be less than 48h'],
    ['report', ['--from', '2026-11-31'], 'It must be like 2026-11-01'],
    ['report', ['--from', '2026-11-02T12:00'], 'must be a day'],
    ['report', ['--from', '2026-11-05', '--to', '2026-11-05'], '--from must be earlier than --to'],
    ['report', ['--by', 'country,colour'], '"colour" is not one of day, month'],
    ['report', ['--time-zone', 'Mars/Olympus'], 'IANA time zone'],
    ['report', ['--country', 'France'], 'ISO code of two letters'],
    ['report', ['--compare', '--by', 'day'], 'no day is in both periods'],
    ['report', ['--json', '--csv'], 'one of --json and --csv'],
    ['report', ['--log'], '--log needs --sub-account'],
    ['listen', ['--sub-account', ''], 'It must not be empty.'],
    ['listen', ['--state', ''], 'It must not be empty.'],
    ...['http://192.0.2.1/events', 'https://example.com', 'http://127.0.0.1.example.com', 'file:///tmp', 'x'].map(
      (url): [string, string[], string] => ['listen', ['--forward', url], 'It must be an address on this machine'],
    ),
    ['cost', ['--settings-file', 'a', '--stack', 'b'], 'not both'],
    ['cost', ['--messages', '-1'], 'whole number from 0 up'],
    ['send', ['--duplicates', '2'], 'It must be a number from 0 to 1'],
    ['send', ['--remove-only'], 'needs the --seed'],
    ['send', ['--remove'], 'the table must be known', {}],
    ['send', ['--yes', '--url', 'http://a.example/receipts'], 'name it: --stack NAME --yes'],
    ['wire', [], 'set EIGHT_BY_EIGHT_ACCOUNT_ID, or add --account'],
    ['wire', ['--account', 'x'], 'must have 32 hexadecimal digits'],
    ['wire', ['--vendor-region', 'mars'], 'Allowed choices are apac, na, eu, id'],
    ['wire', ['--sub-account', 'a b'], 'must be the id of a sub-account'],
    ['', ['wire', '--region', 'apac'], 'The region of 8x8 is --vendor-region apac.'],
    ['', ['wire', '--region', 'mars'], 'It must be a Region of AWS, such as eu-west-1.'],
    ['set-aside', ['lst'], 'Did you mean list?'],
    ['set-aside list', ['--reason', 'x'], 'Allowed choices are'],
    ['set-aside show', ['xyz'], 'is not the id'],
    ['set-aside show', ['12345'], 'is not the id'],
    ['set-aside replay', ['--yes'], 'Give exactly one of'],
    ['reconcile', [...ONE_SUB_ACCOUNT, '--from', 'yesterday'], 'It must be like 2026-11-01'],
    ['reconcile', [...ONE_SUB_ACCOUNT, '--from', '2026-02-30'], 'It must be like 2026-11-01'],
    ['reconcile', [...ONE_SUB_ACCOUNT, '--to', '2026-02-30T12:00'], 'It must be like 2026-11-01'],
    ['reconcile', [...ONE_SUB_ACCOUNT, '--from', '2026-11-02', '--to', '2026-11-01'], 'must be earlier than --to'],
    ['reconcile', ['--sub-account', '*'], 'It must be the id of one sub-account'],
    ['forget', ['--yes'], 'Give exactly one of'],
    ['forget', ['--umid', UMID, '--destination', '+12025550293', '--yes'], 'Give exactly one of'],
    ['forget', ['--destination', '1', '--yes'], 'must be a phone number'],
    ['forget', ['--umid', 'a', '--yes'], 'must be a UUID'],
  ])(
    '%s %j is wrong usage; the error names the help of the command',
    async (...[command, args, says, environment = LOCAL]) => {
      const words = command.split(' ').filter(Boolean);
      const run = await runInProcess([...words, ...args], environment);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toMatch(/^receipts: /);
      expect(run.stderr).toContain(says);
      expect(run.stderr).toMatch(new RegExp(`\nSee ${['receipts', ...words].join(' ')} --help\\.\n$`));
      expect(run.stderr).not.toMatch(/\n\s+at /);
    },
  );

  test.each([
    { what: 'nothing that answers', env: {}, says: 'No connection to 127.0.0.1:9: nothing listens there.' },
    { what: 'no region', env: { AWS_REGION: '' }, says: 'No AWS Region is set.' },
    {
      what: 'no credentials',
      env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      says: 'No AWS credentials were found.',
    },
  ])('$what: the error is one line, without a stack trace', async ({ env, says }) => {
    const run = await runInProcess(['set-aside', 'list'], env);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(`receipts: ${says}`);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
  });
});
