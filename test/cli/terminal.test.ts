import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { useDeployment } from './support/deployment.ts';
import { ACCOUNT } from './support/fake-vendor.ts';
import { runOnTerminal } from './support/run-tool.ts';

const CTRL_C = '\u0003';
/** The tests need `script` of util-linux to make a terminal. */
const hasTerminal = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

(hasTerminal ? describe : describe.skip)('on a terminal', () => {
  const deployed = useDeployment();

  const wire = ['wire', '--account', ACCOUNT];

  test.each([
    { key: 'Ctrl-C', type: CTRL_C, code: 130, says: 'Interrupted. Nothing was changed.', wired: 0 },
    { key: 'n', type: 'n', code: 1, says: 'Nothing was changed.', wired: 0 },
    { key: 'y', type: 'y', code: 0, says: 'Wired', wired: 1 },
  ])('a question that is answered with $key ends with $code', async ({ type, code, says, wired }) => {
    const run = await runOnTerminal(wire, deployed.environment, { until: 'Set it?', type });
    expect(run.code).toBe(code);
    expect(run.stdout).toContain(says);
    expect(deployed.vendor.webhooks.size).toBe(wired);
  });

  test('Ctrl-C at the prompt for the API key ends with 130', async () => {
    const environment = { ...deployed.environment, EIGHT_BY_EIGHT_API_KEY: '' };
    const run = await runOnTerminal(wire, environment, { until: 'The API key of 8x8', type: CTRL_C });
    expect(run).toMatchObject({ code: 130, stdout: expect.stringContaining('Interrupted.') });
  });

  test('Ctrl-C while a token is rotated ends the tool, which prints the command that completes the rotation', async () => {
    deployed.vendor.webhooks.set('*', { subAccountId: '*', url: deployed.callbackUrl, enabled: true });
    const run = await runOnTerminal(['rotate-token', '--account', ACCOUNT, '--yes'], deployed.environment, {
      until: 'Waiting until the endpoint accepts the new token',
      type: CTRL_C,
    });
    expect(run.code).toBe(130);
    expect(run.stdout).toContain(`--stack SmsReceipts --sub-account '*' before 20`);
  });

  test('send shows a progress bar with the receipts sent, the total and the rate', async () => {
    const args = ['send', '--stack', 'SmsReceipts', '--yes', '--messages', '6', '--seed', '3'];
    const run = await runOnTerminal(args, deployed.environment, { until: 'never', type: '' });
    expect(run.code).toBe(0);
    const drawn = [...run.stdout.matchAll(/Sending receipts {2}[█▏▎▍▌▋▊▉ ]{20} (\d+)\/(\d+) {2}\d+\/s/g)];
    const [, done, total] = drawn.at(-1) ?? [];
    expect(Number(done)).toBeGreaterThan(6);
    expect(done).toBe(total);
    expect(run.stdout).toContain('The table holds all 6 messages');
  });
});
