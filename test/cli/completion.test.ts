import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runInProcess } from './support/run-in-process.ts';
import { CHECKOUT_TOOL, ENVIRONMENT } from './support/run-tool.ts';

/** The last line of the library's output: the shell must not offer files. */
const NO_FILES = ':4';

describe('receipts complete', () => {
  test.each([
    [
      ['set-aside', ''],
      ['list', 'show', 'replay', 'help'],
    ],
    [
      ['find', '--'],
      [
        '--client-message-id',
        '--batch',
        '--destination',
        '--default-country',
        '--state',
        '--failed',
        '--from',
        '--before',
        '--limit',
        '--utc',
        '--stack',
        '--dynamodb',
        '--json',
        '--csv',
      ],
    ],
    [
      ['set-aside', 'list', '--reason', ''],
      ['other_webhook', 'invalid', 'not_storable', 'unsupported_content_type'],
    ],
    [['get', ''], []],
  ])('of %j offers %j', async (words, offered) => {
    const { code, stdout, stderr } = await runInProcess(['complete', '--', ...words]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.pop()).toBe(NO_FILES);
    expect(lines.map((line) => line.split('\t')[0]).filter((name) => name !== '--help')).toEqual(offered);
  });

  test('offers every command with its summary, except the command `complete`', async () => {
    const { stdout } = await runInProcess(['complete', '--', '']);
    const { stdout: help } = await runInProcess(['--help']);
    const [, listed = ''] = /^Look up:\n(.*)\n\nExample:/ms.exec(help) ?? [];
    const names = [...listed.matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name);
    expect(stdout.match(/^[\w-]+(?=\t)/gm)).toEqual(names);
    expect(stdout).toContain('get\tshows a message and its history\n');
  });
});

/** Asks a shell with the script in `$SCRIPT` for completions, as the Tab key does. */
const SHELLS = [
  {
    shell: 'bash',
    needs: ['/usr/share/bash-completion/bash_completion'],
    asks: `source /usr/share/bash-completion/bash_completion; eval "$SCRIPT"
      compopt() { :; }
      COMP_WORDS=(receipts se); COMP_CWORD=1; COMP_LINE='receipts se'; COMP_POINT=11; __receipts_complete
      printf '%s\\n' "\${COMPREPLY[@]}"`,
  },
  {
    shell: 'fish',
    needs: ['/usr/bin/fish'],
    asks: "eval $SCRIPT; complete -C 'receipts se'",
  },
  // This shell completes only on a terminal, so its script is only parsed
  {
    shell: 'zsh',
    needs: ['/usr/bin/zsh'],
    asks: 'compdef() { : }; eval "$SCRIPT"; (( $+functions[_receipts] )) && echo "search\nsend\nset-aside"',
  },
];

const folder = mkdtempSync(join(tmpdir(), 'receipts-completion-'));
symlinkSync(CHECKOUT_TOOL, join(folder, 'receipts'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(SHELLS)('$shell', ({ shell, needs, asks }) => {
  // The shell, or what its completion needs, is not on every machine; .ci/run installs them
  (needs.every((file) => existsSync(file)) ? test : test.skip)('completes a command', async () => {
    const { stdout: SCRIPT } = await runInProcess(['completion', shell]);
    const answered = execFileSync(shell, ['-c', asks], {
      encoding: 'utf8',
      env: { ...ENVIRONMENT, HOME: folder, PATH: `${folder}:${ENVIRONMENT.PATH}`, SCRIPT },
    });
    expect(
      answered
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[0]),
    ).toEqual(['search', 'send', 'set-aside']);
  });
});
