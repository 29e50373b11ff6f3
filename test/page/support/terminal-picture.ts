import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AnsiUp } from 'ansi_up';
import { LocalRun } from '../../e2e/local-run.ts';

const ROOT = join(import.meta.dirname, '../../..');
const COLOURS = { FORCE_COLOR: '1' };
const LOOK = {
  light: { background: '#fff', color: '#1f2328', border: '1px solid #d1d9e0', red: '#cf222e' },
  dark: { background: '#0d1117', color: '#e6edf3', border: '1px solid #3d444d', red: '#ff7b72' },
} as const;

/** The terminal output of the two commands that a new user runs first, with its escape sequences. */
export async function firstSession(): Promise<string> {
  const run = new LocalRun(COLOURS);
  try {
    await run.until('Ctrl-C');
    const [demo = ''] = run.output.slice(run.output.indexOf('listening on')).split('In another terminal');
    const [umid = ''] = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/.exec(demo) ?? [];
    // The demo ends with the output of `receipts get`, which the second command shows again
    const [answers = ''] = demo.split('The message in the table');
    const addresses = demo.slice(demo.indexOf('messages on'));
    const command = await commandSession(`get ${umid}`, run.dynamoDb);
    return [
      `$ npm start`,
      answers.trimEnd(),
      '',
      addresses.trimEnd(),
      '',
      `$ export RECEIPTS_DYNAMODB=${run.dynamoDb}`,
      command,
    ].join('\n');
  } finally {
    run.kill();
    await run.ended;
  }
}

/**
 * A command of the tool and its terminal output, with its escape sequences.
 *
 * @param dynamoDb - address of the local tables that it reads
 */
export async function commandSession(command: string, dynamoDb: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['cli/receipts.js', ...command.split(' ')], {
    cwd: ROOT,
    env: { ...process.env, ...COLOURS, RECEIPTS_DYNAMODB: dynamoDb },
  });
  return `$ npx receipts ${command}\n${stdout.trimEnd()}`;
}

/** A page that looks like a terminal with this text. */
export function terminalPage(text: string, colorScheme: keyof typeof LOOK): string {
  const { red, ...look } = LOOK[colorScheme];
  const rules = Object.entries(look).map(([name, value]) => `${name}: ${value}`);
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  return `<style>
    pre { font: 13px/1.45 'JetBrains Mono', monospace; padding: 16px 20px; border-radius: 8px; width: max-content; ${rules.join('; ')} }
    .ansi-red-fg { color: ${red} }
  </style>
  <pre>${ansi.ansi_to_html(text)}</pre>`;
}
