import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const CONSTRUCT = join(import.meta.dirname, '../../../infra/construct');
/** The interfaces that users fill in, with the files that declare them. */
const INTERFACES = {
  SmsReceiptsProps: 'sms-receipts-props.ts',
  ReceiptsDomain: 'domain.ts',
  EventsProps: 'event-publisher.ts',
  ReconcileProps: 'reconciler.ts',
};
const PROP = /(?:\/\*\*((?:(?!\*\/).)*)\*\/\s*)?readonly (\w+)(\??):/gs;

describe.each(Object.entries(INTERFACES))('the props of %s', (name, file) => {
  const source = readFileSync(join(CONSTRUCT, file), 'utf8');
  const [, body = ''] = new RegExp(`export interface ${name} {(.*?)\\n}`, 's').exec(source) ?? [];
  const props = [...body.matchAll(PROP)].map(([, comment = '', prop = '', optional]) => ({ prop, comment, optional }));

  test.each(props)(
    '.$prop has a doc comment with a source, and with a default if it is optional',
    ({ comment, optional }) => {
      expect(comment).toMatch(/@see https:/);
      expect(comment.includes('@default')).toBe(optional === '?');
    },
  );

  test('are found', () => {
    expect(props.length).toBeGreaterThan(2);
  });
});
