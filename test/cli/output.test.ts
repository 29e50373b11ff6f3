import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { FIRST_TOKEN, useDeployment } from './support/deployment.ts';
import { addEventService } from './support/event-service.ts';
import { ACCOUNT } from './support/fake-vendor.ts';
import { ENVIRONMENT, TOOL, ToolProcess } from './support/run-tool.ts';

const HOSTILE = '\u009b2J\u202e';

const deployed = useDeployment();
beforeEach(() => deployed.reset());

/** Runs the tool, and closes its output after the first line, as `head -1` does. */
async function runUntilFirstLine(args: readonly string[]) {
  const tool = new ToolProcess(args, deployed.environment);
  await tool.until(({ stdout }) => stdout.includes('\n'));
  tool.closeOutput();
  const { code } = await tool.ended;
  return { code, line: tool.lines[0] ?? '' };
}

describe('an output that ends early', () => {
  test('a rotation goes on to its end', async () => {
    const webhook = { url: deployed.callbackUrl, httpAuthorization: `Bearer ${FIRST_TOKEN}`, enabled: true };
    for (const subAccountId of ['One', 'Two', 'Three'])
      deployed.vendor.webhooks.set(subAccountId, { subAccountId, ...webhook });
    const args = ['rotate-token', '--account', ACCOUNT, '--yes', '--wait', '1'];
    expect(await runUntilFirstLine(args)).toMatchObject({ code: 0 });
    const tokens = [...deployed.vendor.webhooks.values()].map(({ httpAuthorization }) => httpAuthorization);
    expect(tokens).toEqual(Array(3).fill(`Bearer ${deployed.stack.tokens.at(-1)?.token}`));
  });

  test('listen removes its rule and its queue; its JSON has no character that steers a terminal', async () => {
    deployed.stack.outputs.EventBusName = 'receipts';
    const { rules, queues } = addEventService(deployed.stack, HOSTILE);
    const { code, line } = await runUntilFirstLine(['listen', '--json']);
    expect({ code, rules: [...rules], queues: [...queues] }).toEqual({ code: 0, rules: [], queues: [] });
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(line)).toMatchObject({ detail: { subAccountId: HOSTILE } });
  });

  (existsSync('/dev/full') ? test : test.skip)('a full disk fails the command', async () => {
    expect(await deployed.post(RECEIPT_JSON)).toBe(200);
    const tool = spawn(process.execPath, [TOOL, 'get', SAMPLE_UMID], {
      env: { ...ENVIRONMENT, ...deployed.environment },
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    const [said, [code]] = await Promise.all([
      text(tool.stderr as NodeJS.ReadableStream),
      once(tool, 'close') as Promise<[number | null]>,
    ]);
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('could not be written (ENOSPC)') });
  });
});
