import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { OPTIONS } from '../../build/bundle.ts';
import { lazyNodeBuiltins } from '../../build/plugins/lazy-node-builtins.ts';
import { separateDynamicImports } from '../../build/plugins/separate-dynamic-imports.ts';
import { listen } from '../support/listen.ts';

const PROJECT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'bundle-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const built = new Map<string, string>();

/** Bundles a few lines with the options of the functions, once. */
async function bundleOf(source: string): Promise<string> {
  const outfile = built.get(source) ?? join(folder, `try-${built.size}.mjs`);
  if (!built.has(source)) await build({ ...OPTIONS, stdin: { contents: source, resolveDir: PROJECT }, outfile });
  built.set(source, outfile);
  return outfile;
}

/** Bundles a few lines, runs them on plain Node, and returns what they print. */
async function run(source: string, env: Record<string, string> = {}): Promise<string> {
  const outfile = await bundleOf(source);
  // See "Node versions" in CONTRIBUTING.md
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const { stdout } = await promisify(execFile)(process.execPath, [outfile], {
    env: { ...quiet, ...env },
    timeout: 120_000,
  });
  return stdout.trim();
}

describe("Node's built-in modules", () => {
  test('work as default, named, namespace and dynamic imports', async () => {
    const printed = await run(`
      import path, { basename } from 'node:path';
      import * as os from 'os';
      import('node:http').then(({ STATUS_CODES }) =>
        console.log(path.posix.join('a', 'b'), basename('/c/d'), typeof os.EOL, STATUS_CODES[200]));
    `);
    expect(printed).toBe('a/b d string OK');
  });

  test('that are functions or keep state are the original objects', async () => {
    const printed = await run(`
      import EventEmitter, { once } from 'node:events';
      import stream, { Readable } from 'node:stream';
      import process from 'node:process';
      process.once('exit', () => console.log(new EventEmitter() instanceof EventEmitter, typeof once,
        Readable === stream.Readable, process === globalThis.process));
    `);
    expect(printed).toBe('true function true true');
  });
});

describe('a dynamic import', () => {
  const sources = mkdtempSync(join(folder, 'dynamic-'));
  const bundleIn = async (files: Readonly<Record<string, string>>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(sources, name)), { recursive: true });
      writeFileSync(join(sources, name), content);
    }
    const found = new Map<string, string>();
    const { outputFiles } = await build({
      entryPoints: [join(sources, 'entry.js')],
      bundle: true,
      format: 'esm',
      platform: 'node',
      write: false,
      logLevel: 'silent',
      plugins: [separateDynamicImports(found), lazyNodeBuiltins],
    });
    return { found: Object.fromEntries(found), code: outputFiles.map(({ text }) => text).join('\n') };
  };

  test('is left out of the file and becomes a file beside it', async () => {
    const { found, code } = await bundleIn({
      'entry.js': "import './now.js'; import('./rare/thing.ts'); import('node:os');",
      'now.js': "console.log('now');",
      'rare/thing.ts': "console.log('rare');",
    });
    expect(found).toEqual({ 'thing.mjs': join(sources, 'rare/thing.ts') });
    expect(code).toContain('import("./thing.mjs")');
    expect(code).toContain('"now"');
    expect(code).not.toContain('"rare"');
  });

  test('must not share its file name with another one', async () => {
    const files = { 'entry.js': "import('./a/x.js'); import('./b/x.js');", 'a/x.js': '', 'b/x.js': '' };
    await expect(bundleIn(files)).rejects.toThrow('cannot both become x.mjs');
  });

  test('of a missing file is an error', async () => {
    await expect(bundleIn({ 'entry.js': "import('./missing.js');" })).rejects.toThrow('missing.js');
  });
});

describe('the settings of an AWS client', () => {
  const PRINT = `
    import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
    const { region, useFipsEndpoint, useDualstackEndpoint } = new DynamoDBClient({}).config;
    Promise.all([region(), useFipsEndpoint(), useDualstackEndpoint()]).then(
      (settings) => console.log(settings.join(' ')),
      (error) => console.log(error.message));
  `;

  test.each([
    ['come from the environment', { AWS_USE_FIPS_ENDPOINT: 'true' }, 'eu-west-1 true false'],
    ['have their defaults otherwise', {}, 'eu-west-1 false false'],
    [
      'have their defaults if the environment has invalid values',
      { AWS_USE_FIPS_ENDPOINT: 'maybe' },
      'eu-west-1 false false',
    ],
  ])('%s', async (_, env, expected) => {
    expect(await run(PRINT, { AWS_REGION: 'eu-west-1', ...env })).toBe(expected);
  });

  test('without a default are reported as missing, even if a configuration file has them', async () => {
    const file = join(folder, 'config');
    writeFileSync(file, '[default]\nregion = eu-west-1\n');
    expect(await run(PRINT, { AWS_CONFIG_FILE: file })).toBe('Region is missing');
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

  test('come from the HTTP address of the container otherwise', async () => {
    const container = createServer((_, response) =>
      response.end(
        JSON.stringify({
          AccessKeyId: 'key of the container',
          SecretAccessKey: 'secret',
          Token: 'session of the container',
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        }),
      ),
    );
    const { endpoint, close } = await listen(container);
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${endpoint}/` };
    expect(await run(PRINT, env)).toBe('key of the container session of the container');
    await close();
  });

  test('are reported as missing if no source has them', async () => {
    expect(await run(PRINT)).toBe('CredentialsProviderError');
  });
});
