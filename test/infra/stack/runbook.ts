import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { widgetsOf } from '../support/dashboard.ts';
import { EVERY_ALARM, PROBE } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { alarmsOf } from '../support/template.ts';

const RUNBOOK = readFileSync(join(import.meta.dirname, '../../../docs/runbook.md'), 'utf8');

/** The anchor that Markdown viewers give a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

function sections(text: string, marker: string): [heading: string, body: string][] {
  return text
    .split(new RegExp(`^${marker} `, 'm'))
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n'))]);
}

const [, alarmsPart = ''] = sections(RUNBOOK, '##').find(([heading]) => heading === 'Alarms') ?? [];
const entries = sections(alarmsPart, '###').map(([heading, body]) => ({ anchor: anchorOf(heading), body }));

const everyAlarm = (settings: Record<string, unknown> = {}) => [
  ...new Map([EVERY_ALARM, PROBE].flatMap((some) => [...alarmsOf(synthesize({ ...some, ...settings }).template)])),
];
/** The entry of an alarm. Each sub-account that is reconciled, and each currency, has an alarm of its own. */
const entryOf = (name: string) => name.replace(/-(Acme_\d|[A-Z]{3})$/, '');

test('every alarm has an entry, and every entry an alarm', () => {
  const names = new Set(everyAlarm().map(([name]) => entryOf(name)));
  expect(entries.map(({ anchor }) => anchor).sort()).toEqual([...names].sort());
});

test('the runbook lists the alarms that are pages', () => {
  const [, list = ''] = /\*\*`page`\*\*[^:]*:(.*?)\.\n/s.exec(alarmsPart) ?? [];
  const pages = everyAlarm().filter(([, { AlarmName }]) => AlarmName.startsWith('SmsReceipts-page-'));
  expect([...list.matchAll(/`([\w-]+)`/g)].map(([, name]) => name).sort()).toEqual(
    [...new Set(pages.map(([name]) => entryOf(name)))].sort(),
  );
});

describe.each(entries)('$anchor', ({ body }) => {
  test('says what it means, how to investigate and how to resolve it, in this order', () => {
    expect(body.match(/^\*\*.*?\*\*/gm)).toEqual([
      '**What it means.**',
      '**How to investigate.**',
      '**How to resolve.**',
    ]);
  });
});

const RUNBOOK_URL = 'https://example.com/runbook';
const DASHBOARD_URL =
  'https://AWS::Region.console.aws.amazon.com/cloudwatch/home?region=AWS::Region#dashboards/dashboard/SmsReceipts-AWS::Region';

describe.each([
  [{}, ['Who is hurt', 'First step', 'Dashboard', 'Runbook'], 'docs/runbook.md'],
  [{ runbookUrl: RUNBOOK_URL }, ['Who is hurt', 'First step', 'Dashboard', 'Runbook'], RUNBOOK_URL],
  [{ dashboard: 'off' }, ['Who is hurt', 'First step', 'Runbook'], 'docs/runbook.md'],
])('with %j', (settings, labels, runbook) => {
  test.each(everyAlarm(settings))('the text of %s has the lines of an alarm', (name, alarm) => {
    const [happens, ...lines] = alarm.AlarmDescription.split('\n');
    expect(happens).toMatch(/^[A-Z].*\.$/);
    const parts = lines.map((line) => line.split(/: (.*)/s).slice(0, 2));
    expect(parts.map(([label]) => label)).toEqual(labels);
    const texts = Object.fromEntries(parts);
    for (const label of ['Who is hurt', 'First step']) expect(texts[label]).toMatch(/^[a-z].*[.?]$/);
    expect(texts.Runbook).toBe(`${runbook}#${entryOf(name)}`);
    expect(texts.Dashboard).toBe(labels.includes('Dashboard') ? DASHBOARD_URL : undefined);
    // The limit of CloudWatch, with room for long names and Regions
    expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1024 - 200);
  });
});

test('every graph that the runbook names is on the dashboard', () => {
  const named = [...RUNBOOK.replaceAll('\n', ' ').matchAll(/\bgraphs? "([^"]+)"(?: and "([^"]+)")?/g)].flatMap(
    ([, ...names]) => names.filter((name) => name !== undefined),
  );
  const titles = widgetsOf(synthesize(EVERY_ALARM).template).map(({ properties }) => properties.title);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !titles.includes(name))).toEqual([]);
});
