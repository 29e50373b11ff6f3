import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { EVERY_ALARM } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';

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

const alarmsWith = (settings: Record<string, unknown>) =>
  Object.values(synthesize(settings).template.findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties as { AlarmName: string; AlarmDescription: string },
  );

/** The entry of an alarm. Each sub-account that is reconciled has an alarm of its own. */
const entryOf = (alarmName: string) => alarmName.replace('SmsReceipts-', '').replace(/-Acme_\d$/, '');

test('every alarm has an entry, and every entry an alarm', () => {
  const names = new Set(alarmsWith(EVERY_ALARM).map(({ AlarmName }) => entryOf(AlarmName)));
  expect(entries.map(({ anchor }) => anchor).sort()).toEqual([...names].sort());
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

test('each alarm states its impact, and has no link if no URL is set', () => {
  for (const { AlarmDescription } of alarmsWith(EVERY_ALARM)) {
    expect(AlarmDescription).toMatch(/^[A-Z].{60,}\.$/);
    expect(AlarmDescription).not.toContain('unbook');
  }
});

test('each alarm links to its entry if a URL is set', () => {
  const runbookUrl = 'https://example.com/runbook';
  for (const { AlarmName, AlarmDescription } of alarmsWith({ ...EVERY_ALARM, runbookUrl })) {
    expect(AlarmDescription.endsWith(`. Runbook: ${runbookUrl}#${entryOf(AlarmName)}`)).toBe(true);
    // The limit of CloudWatch
    expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
  }
});

test('every link within the runbook has a target', () => {
  const anchors = RUNBOOK.split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) => anchorOf(line.replace(/^#+ /, '')));
  const links = [...RUNBOOK.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !anchors.includes(`${link}`))).toEqual([]);
});
