import { describe, expect, test } from '@jest/globals';
import { runTool } from './support/run-tool.ts';

const COMMANDS = [
  ['wire'],
  ['unwire'],
  ['check'],
  ['rotate-token'],
  ['get'],
  ['find'],
  ['batch'],
  ['ui'],
  ['send'],
  ['set-aside'],
  ['set-aside', 'list'],
  ['set-aside', 'show'],
  ['set-aside', 'replay'],
  ['forget'],
];

describe('receipts', () => {
  test('--help lists every command', async () => {
    const { code, stdout } = await runTool(['--help']);
    expect(code).toBe(0);
    for (const [name] of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  });

  test.each(COMMANDS.map((command) => [command.join(' '), command] as const))(
    '%s --help has an example',
    async (name, command) => {
      const { code, stdout, stderr } = await runTool([...command, '--help']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`Examples?.*:\\n( {2}.*\\n)* {2}receipts ${name} `));
    },
  );

  test.each([
    { args: ['nope'], says: "unknown command 'nope'" },
    { args: ['get'], says: "missing required argument 'umid'" },
    { args: ['get', 'x'], says: 'It must be a UUID' },
    { args: ['find', '--limit', '0'], says: 'It must be a whole number from 1 up.' },
    { args: ['send', '--duplicates', '2'], says: 'It must be a number from 0 to 1' },
    { args: ['set-aside', 'list', '--reason', 'x'], says: 'Allowed choices are' },
  ])('$args: $says', async ({ args, says }) => {
    const run = await runTool(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(says);
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });

  test.each([
    { what: 'nothing that answers', env: {}, says: 'No connection: ' },
    { what: 'no region', env: { AWS_REGION: '' }, says: 'No AWS region is set.' },
    {
      what: 'no credentials',
      env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      says: 'No AWS credentials were found.',
    },
  ])('$what: told without a stack trace', async ({ env, says }) => {
    const run = await runTool(['set-aside', 'list'], env);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(`receipts: ${says}`);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
  });
});
