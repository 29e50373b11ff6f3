import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as v from 'valibot';
import { SETTINGS, type Settings, toProps } from '../../../infra/settings.ts';

const PROP = /(?:\/\*\*((?:(?!\*\/).)*)\*\/\s*)?readonly (\w+)(\??):/gs;
const CONSTRUCT = join(import.meta.dirname, '../../../infra/construct');

/** The props that the defaults of all settings make up. */
const { domain, archive, reconcile, page, ...others } = toProps(
  Object.fromEntries(
    Object.entries(SETTINGS)
      .filter(([, { default: value }]) => value !== undefined)
      .map(([name, { rule, default: value }]) => [name, v.parse<v.GenericSchema>(rule, value)]),
  ) as Settings,
  new Stack(),
);

/** The interfaces that users fill in, with the files that declare them and with the defaults. */
const INTERFACES = {
  SmsReceiptsProps: { file: 'sms-receipts-props.ts', of: others },
  OwnDomain: { file: 'domain.ts', of: {} },
  ReceiptsDomain: { file: 'domain.ts', of: domain },
  EventsProps: { file: 'event-publisher.ts', of: { otherWebhooks: false } },
  ArchiveProps: { file: 'archive.ts', of: archive },
  PageProps: { file: 'page-props.ts', of: page },
  ReconcileProps: { file: 'reconciler.ts', of: reconcile },
};

/** The value of a default that is code or a URL. */
function evaluated(text: string): unknown {
  if (text.startsWith('https:')) return text;
  const names = { Architecture, Duration, RemovalPolicy, RetentionDays };
  return new Function(...Object.keys(names), `return ${text};`)(...Object.values(names));
}

function comparable(value: unknown): unknown {
  return value instanceof Duration ? value.toMilliseconds() : value;
}

/** The numbers in a prop, as English text writes them. */
function numbersIn(value: unknown): string[] {
  const values = typeof value === 'object' && value !== null ? Object.values(value) : [value];
  return values.filter((one) => typeof one === 'number').map((one) => one.toLocaleString('en-US'));
}

describe.each(Object.entries(INTERFACES))('the props of %s', (name, { file, of }) => {
  const defaults: Readonly<Record<string, unknown>> = { ...of };
  const source = readFileSync(join(CONSTRUCT, file), 'utf8');
  const [, body = ''] = new RegExp(`export interface ${name}(?: extends \\w+)? {(.*?)\\n}`, 's').exec(source) ?? [];
  const props = [...body.matchAll(PROP)].map(([, comment = '', prop = '', optional]) => ({ prop, comment, optional }));

  test.each(props)(
    '.$prop has a doc comment with a source, and with the right default if it is optional',
    ({ prop, comment, optional }) => {
      expect(comment).toMatch(/@see https:/);
      const [, text] = /@default (.+)/.exec(comment) ?? [];
      expect(text !== undefined).toBe(optional === '?');
      const value = defaults[prop];
      // Text begins with a hyphen, code does not
      if (text?.startsWith('- ')) for (const number of numbersIn(value)) expect(text).toContain(number);
      else if (text !== undefined && prop in defaults) expect(comparable(evaluated(text))).toEqual(comparable(value));
    },
  );

  test('are found', () => {
    expect(props.length).toBeGreaterThan(0);
  });
});
