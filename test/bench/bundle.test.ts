import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { type Bundles, bundleFunctions } from '../../build/bundle.ts';
import { leftOut } from '../../build/plugins/left-out.ts';
import { nodeModulesAsNeeded } from '../../build/plugins/node-modules.ts';

const PROJECT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
let bundles: Bundles;

beforeAll(async () => {
  bundles = await bundleFunctions(folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles a few lines as the functions are, runs them on plain Node, and gives what they print. */
async function run(source: string, env: Record<string, string> = {}): Promise<string> {
  const outfile = join(folder, 'try.mjs');
  await build({
    stdin: { contents: source, resolveDir: PROJECT },
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    plugins: [nodeModulesAsNeeded, leftOut],
    outfile,
  });
  // CONTRIBUTING.md tells what this hides
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const { stdout } = await promisify(execFile)(process.execPath, [outfile], {
    env: { ...quiet, ...env },
    timeout: 20_000,
  });
  return stdout.trim();
}

describe("Node's own modules", () => {
  test('are imported by no bundle: Node would read all that they export, and load half of itself', () => {
    const outside = Object.values(bundles).flatMap(({ outputs }) =>
      Object.values(outputs).flatMap(({ imports }) => imports.filter(({ external }) => external)),
    );
    expect(outside).toEqual([]);
  });

  test('work as default, by name, as a namespace, and imported later', async () => {
    const printed = await run(`
      import path, { basename } from 'node:path';
      import * as os from 'os';
      import('node:http').then(({ STATUS_CODES }) =>
        console.log(path.posix.join('a', 'b'), basename('/c/d'), typeof os.EOL, STATUS_CODES[200]));
    `);
    expect(printed).toBe('a/b d string OK');
  });
});

describe('credentials', () => {
  const PRINT = `
    import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
    new DynamoDBClient({ region: 'us-east-1' }).config.credentials().then(
      ({ accessKeyId, sessionToken }) => console.log(accessKeyId, sessionToken),
      (error) => console.log(error.name));
  `;

  test('come from the environment', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };
    expect(await run(PRINT, env)).toBe('key session');
  });

  test('else from the address that a container is given', async () => {
    const server = createServer((_, response) =>
      response.end(
        JSON.stringify({
          AccessKeyId: 'key of the container',
          SecretAccessKey: 'secret',
          Token: 'session of the container',
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        }),
      ),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/` };
    expect(await run(PRINT, env)).toBe('key of the container session of the container');
    server.close();
  });

  test('are told to be missing where there are none', async () => {
    expect(await run(PRINT)).toBe('CredentialsProviderError');
  });

  test('come from nowhere else: no profile, single sign-on, web identity, command or EC2', () => {
    const elsewhere = Object.values(bundles).flatMap(({ inputs }) =>
      Object.keys(inputs).filter((file) => /credential-provider-(sso|ini|process|web-identity|imds|login)/.test(file)),
    );
    expect(elsewhere).toEqual([]);
  });
});
