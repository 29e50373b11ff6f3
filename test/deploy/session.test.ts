import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACCOUNT, API_KEY, type FakeVendor, startFakeVendor } from '../cli/support/fake-vendor.ts';
import { runTool } from '../cli/support/run-tool.ts';
import { RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { bootstrap, deploy, type Outputs, receiptsUrl } from './support/deployment.ts';
import { type Emulator, startEmulator } from './support/emulator.ts';

const OPERATE = readFileSync(join(import.meta.dirname, '../../docs/operate.md'), 'utf8');
const [, session = ''] = /## From nothing to a message.*?```console\n(.*?)```/s.exec(OPERATE) ?? [];
/** The commands of the session in docs/operate.md, without their prompt. */
const commands = session.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []));

let emulator: Emulator;
let outputs: Outputs;
let vendor: FakeVendor;

beforeAll(async () => {
  [emulator, vendor] = await Promise.all([startEmulator(), startFakeVendor()]);
  await bootstrap(emulator);
});
afterAll(async () => {
  await Promise.all([emulator?.stop(), vendor?.close()]);
});

function receipts(command: string) {
  return runTool(command.split(' ').slice(2), {
    ...emulator.variables,
    NODE_OPTIONS: `--import ${join(import.meta.dirname, 'support/redirect-to-emulator.mjs')}`,
    EIGHT_BY_EIGHT_API_URL: vendor.url,
    EIGHT_BY_EIGHT_API_KEY: API_KEY,
    EIGHT_BY_EIGHT_ACCOUNT_ID: ACCOUNT,
  });
}

/** Checks of what a command changes. */
const EXPECTED: Readonly<Record<string, () => Promise<void> | void>> = {
  wire: async () => {
    const { url, httpAuthorization = '' } = vendor.webhooks.get('*') ?? { url: '' };
    expect(url).toBe(outputs.CallbackUrl);
    // Post a receipt as the vendor would, with the credential that was wired
    const response = await fetch(receiptsUrl(emulator, outputs), {
      method: 'POST',
      headers: { authorization: httpAuthorization, 'content-type': 'application/json' },
      body: RECEIPT_JSON,
    });
    expect([response.status, await response.json()]).toEqual([200, { outcome: 'recorded', umid: SAMPLE_UMID }]);
  },
  'rotate-token': () => expect(vendor.webhooks.get('*')?.url).toBe(outputs.CallbackUrl),
  unwire: () => expect(vendor.webhooks.size).toBe(0),
};

describe('the session in the docs', () => {
  test('goes from deployment to removal', () => {
    const names = commands.map((command) => command.replace(/^npx (receipts )?/, '').split(' ')[0]);
    expect(names).toEqual(['cdk', 'wire', 'check', 'find', 'get', 'rotate-token', 'unwire']);
  });

  test.each(commands)('%s', async (command) => {
    if (command.startsWith('npx cdk deploy')) {
      ({ outputs } = await deploy(emulator, { removalPolicy: 'destroy' }));
      return;
    }
    const before = vendor.webhooks.get('*')?.httpAuthorization;
    const { code, stdout, stderr } = await receipts(command);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const name = command.split(' ')[2] ?? '';
    await EXPECTED[name]?.();
    if (name === 'find' || name === 'get') expect(stdout).toContain(SAMPLE_UMID);
    if (name === 'rotate-token') expect(vendor.webhooks.get('*')?.httpAuthorization).not.toBe(before);
    expect(vendor.faults).toEqual([]);
    if (process.env.SHOW_SESSION) process.stdout.write(`$ ${command}\n${stdout}\n`);
  });
});
