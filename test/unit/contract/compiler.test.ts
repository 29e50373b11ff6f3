import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
/** All that the patches concern, without the types of AWS. */
const COMPILED = ['lambda/receipt/interpret.ts', 'lambda/store/item.ts'];

interface Patch {
  readonly what: string;
  readonly name: string;
  readonly file: string;
  readonly after: string;
  readonly text: string;
  /** The files that do not compile until they know the name. */
  readonly places: readonly string[];
}

const PATCHES: readonly Patch[] = [
  {
    what: 'field of a status',
    name: 'newOfStatus',
    file: 'contract/receipt-item.ts',
    after: 'readonly errorMessage?: string;',
    text: 'readonly newOfStatus?: string;',
    places: ['lambda/receipt/schema.ts', 'lambda/receipt/status-order.ts', 'lambda/store/item.ts'],
  },
  {
    what: 'field of a price',
    name: 'newOfPrice',
    file: 'contract/receipt-item.ts',
    after: 'readonly perSms?: number;',
    text: 'readonly newOfPrice?: number;',
    places: ['lambda/receipt/schema.ts', 'lambda/receipt/status-order.ts'],
  },
  {
    what: 'field that identifies the message',
    name: 'newOfMessage',
    file: 'contract/receipt-item.ts',
    after: "'destination',",
    text: "'newOfMessage',",
    places: ['lambda/receipt/interpret.ts', 'lambda/receipt/schema.ts'],
  },
  {
    what: 'attribute of the item',
    name: 'newOfItem',
    file: 'contract/receipt-item.ts',
    after: 'readonly terminal: boolean;',
    text: 'readonly newOfItem?: number;',
    places: ['lambda/store/item.ts'],
  },
  {
    what: 'field that is read but not kept',
    name: 'newInSchema',
    file: 'lambda/receipt/schema.ts',
    after: 'errorMessage: text',
    text: ', newInSchema: text',
    places: ['lambda/receipt/schema.ts'],
  },
  {
    what: 'state',
    name: 'new_state',
    file: 'eight-by-eight/states.ts',
    after: "'error'",
    text: ", 'new_state'",
    places: ['eight-by-eight/states.ts'],
  },
];

let copy: string;
let errors: readonly string[];

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'compiler-'));
  for (const name of ['contract', 'eight-by-eight', 'lambda', 'package.json'])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: COMPILED }));
  for (const { file, after, text } of PATCHES) {
    const source = readFileSync(join(copy, file), 'utf8');
    if (!source.includes(after)) throw new Error(`${file} does not contain ${after}`);
    writeFileSync(join(copy, file), source.replace(after, `${after}${text}`));
  }
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '--pretty', 'false'], { cwd: copy, encoding: 'utf8' });
  // The further lines of an error are indented
  errors = stdout.split(/\n(?=\S)/).filter((error) => error !== '');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test.each(PATCHES)('a new $what does not compile until each place knows it', ({ name, places }) => {
  const word = new RegExp(`\\b${name}\\b`);
  const files = errors.filter((error) => word.test(error)).map((error) => error.slice(0, error.indexOf('(')));
  expect([...new Set(files)].sort()).toEqual(places);
});

test('nothing else fails', () => {
  const words = new RegExp(`\\b(${PATCHES.map(({ name }) => name).join('|')})\\b`);
  expect(errors.filter((error) => !words.test(error))).toEqual([]);
});
