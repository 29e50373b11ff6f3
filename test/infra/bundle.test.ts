import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Metafile, transform } from 'esbuild';
import { type Bundles, bundleFunctions } from '../../build/bundle.ts';
import { FUNCTIONS, type FunctionName } from '../../build/functions.ts';
import { ENVIRONMENT } from '../../lambda/environment.ts';
import { temporaryFolder } from './support/synthesize.ts';

const PROJECT = join(import.meta.dirname, '../..');
const folder = temporaryFolder();
let bundles: Bundles;

beforeAll(async () => {
  bundles = await bundleFunctions(folder);
}, 60_000);

const entryOf = (name: FunctionName) => join(folder, name, 'index.mjs');

/** The files of the bundle that its entry loads before it can answer. */
function loadedAtStart(name: FunctionName): Metafile['outputs'][string][] {
  const { outputs } = bundles[name];
  const files = new Set([relative(PROJECT, entryOf(name))]);
  for (const file of files) {
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (!external && kind === 'import-statement') files.add(path);
    }
  }
  return [...files].flatMap((file) => outputs[file] ?? []);
}

/** Whether a package is in the bundle at all, and whether its cold start reads it. */
function placeOf(packageName: string, name: FunctionName) {
  const isOfIt = (file: string) => file.includes(`node_modules/${packageName}/`);
  return {
    bundled: Object.keys(bundles[name].inputs).some(isOfIt),
    atStart: loadedAtStart(name).some(({ inputs }) => Object.keys(inputs).some(isOfIt)),
  };
}

describe.each(Object.keys(FUNCTIONS) as FunctionName[])('%s', (name) => {
  test('exports a handler, on a Node that has nothing else', () => {
    const variables = Object.values(ENVIRONMENT).map((variable) => [variable, '1']);
    const script = `import(${JSON.stringify(pathToFileURL(entryOf(name)).href)})
      .then((module) => { console.log(Object.keys(module).join()); process.exit(); });`;
    const printed = execFileSync(process.execPath, ['-e', script], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 20_000,
      env: {
        ...Object.fromEntries(variables),
        ALLOWED_SOURCES: '',
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        // Nothing listens on the discard port: the container's first request must not leave the machine
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        // CONTRIBUTING.md tells what this hides
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    });
    expect(printed).toBe('handler\n');
  });

  test('needs nothing but what is in it and Node', () => {
    const outside = Object.values(bundles[name].outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external).map(({ path }) => path),
    );
    expect(outside.filter((path) => !isBuiltin(path))).toEqual([]);
  });

  test('awaits nothing at the top level, which an emulator could not load', async () => {
    const code = readFileSync(entryOf(name), 'utf8');
    await expect(transform(code, { format: 'cjs', logLevel: 'silent' })).resolves.toBeDefined();
  });

  test('loads no XML parser before there is XML', () => {
    expect(placeOf('fast-xml-parser', name)).toEqual({ bundled: true, atStart: false });
  });

  test('stays small: what a cold start reads is under 400 KiB', () => {
    const bytes = loadedAtStart(name).reduce((sum, output) => sum + output.bytes, 0);
    expect(bytes).toBeLessThan(400 * 1024);
  });
});

test('receive loads no SQS client before the tables fail', () => {
  expect(placeOf('@aws-sdk/client-sqs', 'receive')).toEqual({ bundled: true, atStart: false });
});

test('redrive has neither an SQS client nor one of Secrets Manager: Lambda reads the queue for it', () => {
  const none = { bundled: false, atStart: false };
  expect(placeOf('@aws-sdk/client-sqs', 'redrive')).toEqual(none);
  expect(placeOf('@aws-sdk/client-secrets-manager', 'redrive')).toEqual(none);
});
