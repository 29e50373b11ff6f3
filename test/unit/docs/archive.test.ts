import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ARCHIVE_COLUMNS, PARTITION } from '../../../contract/archive.ts';
import { OUTPUTS } from '../../../contract/outputs.ts';
import { archiveCostOf } from '../../../cost/archive-cost.ts';
import { TYPICAL_ARCHIVING } from '../../../cost/typical-usage.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/archive.md'), 'utf8');

test('the page of the archive has a row for each column', () => {
  const [, table = ''] = /\| column \| \|\n(.*?)\n\n/s.exec(PAGE) ?? [];
  const named = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(named.sort()).toEqual([...Object.keys(ARCHIVE_COLUMNS), PARTITION].sort());
});

test('the outputs that it names are those of the stack', () => {
  const names = [...PAGE.matchAll(/`(Archive\w+)`/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(3);
  for (const name of names) expect(Object.values(OUTPUTS)).toContain(name);
});

test('its costs follow the model', () => {
  const { total, firehose, lambda, files, storage } = archiveCostOf(TYPICAL_ARCHIVING);
  const dollars = (sum: number) => `$${sum.toFixed(2)}`;
  expect(PAGE).toContain(`adds ${dollars(total)}, kept for 7 years`);
  expect(PAGE.replaceAll('\n', ' ')).toContain(
    `Firehose ${dollars(firehose)}, its function and its files ${dollars(lambda + files)}, S3 ${dollars(storage)}`,
  );
});
