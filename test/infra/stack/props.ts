import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const CONSTRUCT = join(import.meta.dirname, '../../../infra/construct');
/** What a user writes: each interface, and the file that declares it. */
const INTERFACES = {
  SmsReceiptsProps: 'sms-receipts-props.ts',
  ReceiptsDomain: 'domain.ts',
  EventsProps: 'event-publisher.ts',
  ReconcileProps: 'reconciler.ts',
};
const PROP = /(?:\/\*\*((?:(?!\*\/).)*)\*\/\s*)?readonly (\w+)(\??):/gs;

describe.each(Object.entries(INTERFACES))('the doc comment of %s', (name, file) => {
  const source = readFileSync(join(CONSTRUCT, file), 'utf8');
  const [, body = ''] = new RegExp(`export interface ${name} {(.*?)\\n}`, 's').exec(source) ?? [];
  const props = [...body.matchAll(PROP)].map(([, comment = '', prop = '', optional]) => ({ prop, comment, optional }));

  test.each(props)('.$prop has a source, and a default where it may be left out', ({ comment, optional }) => {
    expect(comment).toMatch(/@see https:/);
    expect(comment.includes('@default')).toBe(optional === '?');
  });

  test('is there', () => {
    expect(props.length).toBeGreaterThan(2);
  });
});
