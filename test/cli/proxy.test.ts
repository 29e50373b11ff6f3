import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { engine } from '../support/engine.ts';
import { type ConnectProxy, startConnectProxy } from './support/connect-proxy.ts';
import { useDeployment } from './support/deployment.ts';
import { ACCOUNT } from './support/fake-vendor.ts';
import { settingsFolder } from './support/settings-folder.ts';

const { folder, file: settingsFile } = settingsFolder();
const HOSTS = ['aws.test', 'dynamodb.test', 'vendor.test', 'receiver.test'];

const deployed = useDeployment();
let proxy: ConnectProxy;
beforeAll(async () => {
  const { stack, vendor, callbackUrl } = deployed;
  const addresses = [stack.endpoint, engine.endpoint, vendor.url, callbackUrl];
  const ports = HOSTS.map((host, at) => [host, Number(new URL(addresses[at] ?? '').port)] as const);
  proxy = await startConnectProxy(Object.fromEntries(ports), folder);
  Object.assign(stack.outputs, {
    CallbackUrl: 'https://receiver.test/receipts',
    FallbackQueueUrl: 'https://aws.test/000000000000/fallback',
    DeadLetterQueueUrl: 'https://aws.test/000000000000/dead-letter',
  });
});
beforeEach(() => {
  proxy.tunnels.clear();
  proxy.refusal = undefined;
});
afterAll(() => proxy.close());

/** Names that only the proxy knows, of everything that the tool talks to. */
const BEHIND = {
  AWS_ENDPOINT_URL: 'https://aws.test',
  AWS_ENDPOINT_URL_DYNAMODB: 'https://dynamodb.test',
  EIGHT_BY_EIGHT_API_URL: 'https://vendor.test',
  AWS_MAX_ATTEMPTS: '1',
};
const CHECK = ['check', '--account', ACCOUNT, '--settings-file', settingsFile];
const SEND = ['send', '--stack', 'SmsReceipts', '--yes', '--messages', '1'];

describe('behind a proxy', () => {
  test('HTTPS_PROXY leads to AWS, to 8x8 and to the endpoint', async () => {
    // Node reads the certificates only when it starts
    const environment = { ...BEHIND, NODE_EXTRA_CA_CERTS: proxy.certificate };
    const { stdout } = await deployed.run(CHECK, { ...environment, HTTPS_PROXY: proxy.url });
    // The local server refuses the name, but it was asked
    expect(stdout).toMatch(/^FAILED +endpoint +A post without the token was answered 421/m);
    expect(stdout).toMatch(/^FAILED +account +No webhook/m);
    expect(stdout).toMatch(/^ok +fallback queue +empty/m);
    // In lower case, too
    await deployed.run(['batch', 'none'], { ...environment, https_proxy: proxy.url });
    expect([...proxy.tunnels].sort()).toEqual(HOSTS.map((host) => `${host}:443`).sort());
  });

  test.each(['aws.test,.example', '.test', '*'])('NO_PROXY=%s: these hosts are asked directly', async (hosts) => {
    const { stderr } = await deployed.runHere(CHECK, { ...BEHIND, HTTPS_PROXY: proxy.url, NO_PROXY: hosts });
    expect(stderr).toMatch(/No connection to aws\.test: the name/);
    expect(proxy.tunnels).toEqual(new Set());
  });

  test('this machine is never asked for through the proxy', async () => {
    const { stderr } = await deployed.run(['batch', 'B-1', '--dynamodb', engine.endpoint], { HTTP_PROXY: proxy.url });
    // As the engine answers, with tables of other tests or without
    expect(stderr).toMatch(/non-existent table|There is no message of the batch B-1 in the tables at http/);
    expect(proxy.tunnels).toEqual(new Set());
  });

  test('the error says that the proxy refused', async () => {
    proxy.refusal = '407 Proxy Authentication Required';
    const { code, stderr } = await deployed.runHere(CHECK, { ...BEHIND, HTTPS_PROXY: proxy.url });
    expect(code).toBe(1);
    expect(stderr).toContain('the proxy refuses it (407). Check the proxy');
  });

  test.each([
    { what: 'AWS', args: CHECK, says: /No connection: its certificate is not trusted \(\w+\)\./ },
    {
      what: 'the endpoint, at which send stops,',
      args: SEND,
      aws: () => deployed.stack.endpoint,
      says: /No connection to https:\/\/receiver\.test\/receipts: its certificate is not trusted/,
    },
  ])('a certificate of $what that is not trusted names NODE_EXTRA_CA_CERTS', async ({ args, aws, says }) => {
    const environment = { ...BEHIND, ...(aws && { AWS_ENDPOINT_URL: aws() }), HTTPS_PROXY: proxy.url };
    const { code, stdout, stderr } = await deployed.runHere(args, environment);
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(says);
    expect(stdout + stderr).toContain('set NODE_EXTRA_CA_CERTS to the file of its CA certificate');
  });

  test('a certificate of 8x8 that is not trusted names NODE_EXTRA_CA_CERTS', async () => {
    // fetch has a proxy only in a process of the tool
    const { stdout } = await deployed.run(CHECK, {
      EIGHT_BY_EIGHT_API_URL: BEHIND.EIGHT_BY_EIGHT_API_URL,
      HTTPS_PROXY: proxy.url,
    });
    expect(stdout).toMatch(
      /No connection to https:\/\/vendor\.test\S*: its certificate is not trusted \(\w+\)\. .*set NODE_EXTRA_CA_CERTS to the file of its CA certificate/,
    );
  });
});
