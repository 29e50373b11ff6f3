import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bundleFunctions } from '../../build/bundle.ts';
import {
  bootstrap,
  deploy,
  deployAsDocumented,
  type Outputs,
  runDocumented,
  stackNames,
} from './support/deployment.ts';
import { type Emulator, startEmulator } from './support/emulator.ts';
import { deployedReceiver, receiptOf } from './support/receiver.ts';

const GUIDE = readFileSync(join(import.meta.dirname, '../../examples/README.md'), 'utf8');
/** The commands of the guide. */
const DOCUMENTED = [...GUIDE.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, command = '']) => command);

let emulator: Emulator;
let zoneId: string;

beforeAll(async () => {
  [emulator] = await Promise.all([startEmulator(), bundleFunctions()]);
  await bootstrap(emulator);
  zoneId = await createZone(emulator, 'example.com');
});
afterAll(() => emulator?.stop());

/** Over HTTP, because nothing else needs the SDK's client of Route 53. */
async function createZone({ endpoint }: Emulator, name: string): Promise<string> {
  const body = `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${name}</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>`;
  const response = await fetch(`${endpoint}/2013-04-01/hostedzone`, { method: 'POST', body });
  const text = await response.text();
  const [, id] = /<Id>\/hostedzone\/(\w+)<\/Id>/.exec(text) ?? [];
  if (id === undefined) throw new Error(`No zone: ${text}`);
  return id;
}

test.each(DOCUMENTED)('%s deploys a receiver that takes a receipt', async (command) => {
  const outputs = (await deployAsDocumented(emulator, command, { HOSTED_ZONE_ID: zoneId })) as unknown as Outputs;
  const receiver = await deployedReceiver(emulator, outputs);
  try {
    const umid = randomUUID();
    expect(await receiver.post(receiptOf(umid))).toMatchObject({ status: 200, body: { outcome: 'recorded', umid } });
    expect(await receiver.itemOf(umid)).toMatchObject({ umid, state: 'sent' });
    if (command.includes('domainName')) expect(outputs.CallbackUrl).toBe('https://receipts.example.com/receipts');
  } finally {
    receiver.close();
  }
});

test('the documented command to destroy an example removes its stack alone', async () => {
  await deploy(emulator, { removalPolicy: 'destroy' });
  const before = await stackNames(emulator);
  expect(before).toEqual(['CustomerKeyExample', 'MinimalExample', 'OwnDomainExample', 'SmsReceipts']);
  expect(GUIDE).toContain('`npx cdk destroy` with the same options, in the folder of the example');
  await runDocumented(emulator, 'cd examples/minimal\nnpx cdk destroy --force');
  expect(await stackNames(emulator)).toEqual(before.filter((name) => name !== 'MinimalExample'));
});

test('the guide has a command for each example', () => {
  expect(DOCUMENTED.map((command) => /^cd examples\/([\w-]+)\nnpx cdk deploy/.exec(command)?.[1])).toEqual([
    'minimal',
    'own-domain',
    'customer-key',
  ]);
});
