import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { transform } from 'esbuild';
import { type Bundles, bundleFunctions, ENTRY } from '../../build/bundle.ts';
import { ENVIRONMENT } from '../../contract/environment.ts';
import { FUNCTIONS, type FunctionName } from '../../contract/functions.ts';
import { PAGE_ENVIRONMENT } from '../../contract/page-environment.ts';
import { temporaryFolder } from '../infra/support/synthesize.ts';

const NAMES = Object.keys(FUNCTIONS) as FunctionName[];
const folder = temporaryFolder();
let bundles: Bundles;

beforeAll(async () => {
  mkdirSync(join(folder, 'receive'));
  writeFileSync(join(folder, 'receive/older.mjs'), '');
  bundles = await bundleFunctions(folder);
});

test('a build leaves no files of older builds', () => {
  expect(existsSync(join(folder, 'receive/older.mjs'))).toBe(false);
});

const entryOf = (name: FunctionName) => join(folder, name, ENTRY);

/** Whether a package is in the bundle, and whether a cold start loads it. */
function usageOf(packageName: string, name: FunctionName) {
  const isPartOfPackage = (file: string) => file.includes(`node_modules/${packageName}/`);
  return {
    bundled: sourcesOf(name).some(isPartOfPackage),
    atStart: Object.keys(bundles[name][ENTRY]?.inputs ?? {}).some(isPartOfPackage),
  };
}

/** The sources of all files of a bundle. */
function sourcesOf(name: FunctionName): string[] {
  return Object.values(bundles[name]).flatMap(({ inputs }) => Object.keys(inputs));
}

describe.each(NAMES)('%s', (name) => {
  // The reconcile function parses CSV only, the others nothing
  const parsesBodies = !['reconcile', 'probe', 'archive', 'page'].includes(name);

  test('exports a handler, needs no package outside the bundle, and has only files that load', () => {
    const variables = Object.values({ ...ENVIRONMENT, ...PAGE_ENVIRONMENT }).map((variable) => [variable, '1']);
    const files = Object.keys(bundles[name]).filter((file) => file !== ENTRY);
    const urls = [ENTRY, ...files].map((file) => pathToFileURL(join(folder, name, file)).href);
    const script = `Promise.all(${JSON.stringify(urls)}.map((url) => import(url)))
      .then((modules) => { console.log(JSON.stringify(modules.map((module) => Object.keys(module)))); process.exit(); });`;
    const printed = execFileSync(process.execPath, ['-e', script], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 120_000,
      env: {
        ...Object.fromEntries(variables),
        ALLOWED_SOURCES: '',
        PAGE_ISSUER: 'https://provider.example',
        PAGE_ROLES: '',
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        // Nothing listens on the discard port, so that the first request of the container stays on this machine
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        // See "Node versions" in CONTRIBUTING.md
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    });
    const [entry, ...others] = JSON.parse(printed) as string[][];
    expect(entry).toEqual(['handler']);
    expect(others.flat()).toEqual(expect.arrayContaining(parsesBodies ? ['parseXml', 'fromHttp'] : ['fromHttp']));
    expect(others.flat().includes('sqsSender')).toBe(name === 'receive');
  });

  test('imports only its own files, and only dynamically', () => {
    const files = Object.keys(bundles[name]).map((file) => `./${file}`);
    const imported = Object.values(bundles[name]).flatMap(({ imports }) => imports);
    expect(new Set(imported.map(({ kind }) => kind))).toEqual(new Set(['dynamic-import']));
    expect(new Set(imported.map(({ path }) => path))).toEqual(new Set(files.filter((file) => file !== `./${ENTRY}`)));
  });

  test('has no top-level await, which emulators cannot load', async () => {
    const code = readFileSync(entryOf(name), 'utf8');
    await expect(transform(code, { format: 'cjs', logLevel: 'silent' })).resolves.toBeDefined();
  });

  test('does not load the XML parser at the start', () => {
    expect(usageOf('fast-xml-parser', name)).toEqual({ bundled: parsesBodies, atStart: false });
  });

  test('loads less than 250 KiB at the start; 300 KiB with the CSV parser, 320 KiB with the calling codes, 600 KiB with the page', () => {
    const limits: Partial<Record<FunctionName, number>> = { reconcile: 300, publish: 320, archive: 310, page: 600 };
    expect(statSync(entryOf(name)).size).toBeLessThan((limits[name] ?? 250) * 1024);
  });
});

test.each<[FunctionName, string, { bundled: boolean }]>([
  ['receive', 'sqs', { bundled: true }],
  ['redrive', 'secrets-manager', { bundled: false }],
  ['page', 'athena', { bundled: true }],
  ['page', 'cloudwatch', { bundled: true }],
  ['page', 'cloudwatch-logs', { bundled: true }],
])('%s does not load the client of %s at the start: %j', (name, service, bundled) => {
  expect(usageOf(`@aws-sdk/client-${service}`, name)).toEqual({ ...bundled, atStart: false });
});

test('the page is in no other bundle', () => {
  const others = NAMES.filter((name) => name !== 'page');
  const shared = others.flatMap(sourcesOf).filter((file) => /^(page|lookup|contract\/page)/.test(file));
  expect(shared).toEqual([]);
});

test('page has its style and its icon beside it', () => {
  expect(readdirSync(join(folder, 'page/assets')).sort()).toEqual(['icon.svg', 'style.css']);
});

test('credentials come from the environment or the container, so no other credential provider is bundled', () => {
  const elsewhere = NAMES.flatMap(sourcesOf).filter((file) =>
    /credential-provider-(sso|ini|process|web-identity|imds|login)/.test(file),
  );
  expect(elsewhere).toEqual([]);
});
