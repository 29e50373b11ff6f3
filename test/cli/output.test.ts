import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { engine } from '../support/engine.ts';
import { type Deployment, deployment, FIRST_TOKEN } from './support/deployment.ts';
import { addEventService } from './support/event-service.ts';
import { ACCOUNT, API_KEY } from './support/fake-vendor.ts';
import { ENVIRONMENT, TOOL } from './support/run-tool.ts';

const { endpoint } = engine;
const HOSTILE = '\u009b2J\u202e';

let deployed: Deployment;
beforeEach(async () => {
  deployed = await deployment(endpoint);
});
afterEach(() => deployed.close());

const start = (args: readonly string[], stdout: 'pipe' | number) =>
  spawn(process.execPath, [TOOL, ...args], {
    env: {
      ...ENVIRONMENT,
      AWS_ENDPOINT_URL: deployed.stack.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      EIGHT_BY_EIGHT_API_URL: deployed.vendor.url,
      EIGHT_BY_EIGHT_API_KEY: API_KEY,
    },
    stdio: ['ignore', stdout, 'pipe'],
  });

/** Runs the tool, and closes its output after the first line, as `head -1` does. */
async function runUntilFirstLine(args: readonly string[]): Promise<{ code: number | null; line: string }> {
  const tool = start(args, 'pipe');
  const [line] = (await once(createInterface(tool.stdout as NodeJS.ReadableStream), 'line')) as [string];
  tool.stdout?.destroy();
  const [code] = (await once(tool, 'close')) as [number | null];
  return { code, line };
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
    const tool = start(['get', SAMPLE_UMID], openSync('/dev/full', 'w'));
    const [said, [code]] = await Promise.all([
      text(tool.stderr as NodeJS.ReadableStream),
      once(tool, 'close') as Promise<[number | null]>,
    ]);
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('could not be written (ENOSPC)') });
  });
});
