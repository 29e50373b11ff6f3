import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DEFAULTS } from '../../../contract/defaults.ts';
import { SETTING_NAMES, SETTINGS, type SettingName } from '../../../infra/settings.ts';

const read = (page: string) => readFileSync(join(import.meta.dirname, '../../../docs', page), 'utf8');

/** The rows of the tables in a page whose first cell has names: the names, and the second cell. */
function rowsOf(page: string): { names: string[]; cell: string }[] {
  return [...read(page).matchAll(/^\| (`\w+`(?:, `\w+`)*) \| ([^|]*) \|/gm)].map(([, names = '', cell = '']) => ({
    names: names.match(/\w+/g) ?? [],
    cell: cell.replace('`none`', 'none'),
  }));
}

/** The default of a setting as the pages write it. */
function written(name: SettingName): string {
  const value = SETTINGS[name].default;
  if (name === 'indexes') return 'all three';
  if (value === undefined || value === 'none') return 'none';
  return typeof value === 'number' ? `${value}` : `\`${value}\``;
}

const settings = ['operate.md', 'events.md', 'reconcile.md'].flatMap((page) =>
  rowsOf(page)
    .map(({ names, cell }) => ({ page, names: names.filter((name): name is SettingName => name in SETTINGS), cell }))
    .filter(({ names, cell }) => names.length > 0 && !/^`(Alarm|Dashboard|KMS)/.test(cell)),
);

test('the table in operate.md has every setting', () => {
  const names = settings.filter(({ page }) => page === 'operate.md').flatMap(({ names: ofRow }) => ofRow);
  expect([...new Set(names)].sort()).toEqual([...SETTING_NAMES].sort());
});

test.each(settings)('$page names the default of $names: $cell', ({ names, cell }) => {
  // Settings that share a row have one default, or one each
  const defaults = [...new Set(names.map(written))].join(', ');
  // A condition may follow
  expect(cell.split(';')[0]).toBe(defaults);
});

describe.each(['security.md'])('%s', (page) => {
  const named = [...read(page).matchAll(/`(\w+)`[^`|]*?, (\d+) by default/g)].map(([, name = '', value]) => ({
    name,
    value: Number(value),
  }));

  test.each(named)('names the default of $name: $value', ({ name, value }) => {
    expect(value).toBe(SETTINGS[name as SettingName].default);
  });

  test('names defaults', () => {
    expect(named).not.toEqual([]);
  });
});

test('develop.md names the retention of the local run', () => {
  expect(rowsOf('develop.md')).toContainEqual({ names: ['RETENTION_DAYS'], cell: `${DEFAULTS.retentionDays}` });
});

test('reconcile.md and cli.md name the period and the stack that the tool takes', () => {
  expect(read('reconcile.md')).toContain(`The default period is from ${DEFAULTS.reconcileLookBackHours} hours ago`);
  expect(read('cli.md')).toContain(`\`--stack NAME\` (default \`${DEFAULTS.stackName}\`)`);
});
