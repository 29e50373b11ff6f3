import { describe, expect, test } from '@jest/globals';
import { RECEIPTS_TABLE } from '../../contract/tables.ts';
import { type GivenSettings, readSettings, SettingsError } from '../../infra/read-settings.ts';
import type { Settings } from '../../infra/settings.ts';
import { PAGE, PAGE_AT_DOMAIN, SIGN_IN, ZONE } from './support/sample-settings.ts';
import { NO_FILE } from './support/synthesize.ts';

const DEFAULTS: Settings = { stackName: 'SmsReceipts' };

function errorOf(context: GivenSettings, file = NO_FILE): string {
  try {
    readSettings(context, file);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'no error';
}

test('without settings only the name of the stack is set; the construct has the other defaults', () => {
  expect(readSettings({}, NO_FILE)).toEqual(DEFAULTS);
});

/** The tests of the stack show what each setting changes there. */
describe('accepts', () => {
  test.each<[Record<string, unknown>, Partial<Settings>]>([
    [{ retentionDays: '3' }, { retentionDays: 3 }],
    [{ retentionDays: 3650 }, { retentionDays: 3650 }],
    [{ indexes: 'byBatchId' }, { indexes: ['byBatchId'] }],
    [{ indexes: 'byBatchId, byDestination' }, { indexes: ['byDestination', 'byBatchId'] }],
    [{ indexes: ['byDestination', 'byDestination'] }, { indexes: ['byDestination'] }],
    [{ indexes: 'none' }, { indexes: [] }],
    [{ allowedSources: 'any' }, { allowedSources: [] }],
    [{ allowedSources: '192.0.2.1' }, { allowedSources: ['192.0.2.1'] }],
    [{ allowedSources: '192.0.2.0/24,2001:db8::/32' }, { allowedSources: ['192.0.2.0/24', '2001:db8::/32'] }],
    [{ allowedSources: ['192.0.2.1', '192.0.2.1'] }, { allowedSources: ['192.0.2.1'] }],
    [{ allowedSources: '8x8:apac' }, { allowedSources: ['52.220.117.120', '52.220.109.9', '18.136.13.204'] }],
    [
      { allowedSources: '8x8:id' },
      { allowedSources: ['34.101.157.207', '34.101.215.77', '34.34.217.244', '34.101.109.67'] },
    ],
    [
      { allowedSources: '8x8:eu' },
      { allowedSources: ['34.142.20.188', '34.142.64.178', '34.39.69.103', '34.39.114.155'] },
    ],
    [
      { allowedSources: '8x8:na, 192.0.2.1' },
      { allowedSources: ['50.112.250.190', '100.21.170.42', '52.10.10.63', '192.0.2.1'] },
    ],
    [{ unconfirmedCountries: 'VN, LA' }, { unconfirmedCountries: ['VN', 'LA'] }],
    [
      { events: 'off', otherWebhooks: 'keep', eventFields: 'none' },
      { otherWebhooks: 'keep', eventFields: [] },
    ],
    [
      { events: 'new', otherWebhooks: 'forward', eventFields: 'source, destination' },
      { events: 'new', otherWebhooks: 'forward', eventFields: ['destination', 'source'] },
    ],
    [{ reconcileSubAccounts: 'none' }, {}],
    [{ reconcileSubAccounts: ['none'] }, {}],
    [{ alarmEmail: 'none', alarmTopicArn: 'none', domainName: 'none', kmsKeyArn: 'none' }, {}],
    [
      { reconcileSubAccounts: 'A_1, B.2', reconcileSchedule: 'rate(1 day)' },
      { reconcileSubAccounts: ['A_1', 'B.2'], reconcileSchedule: 24 },
    ],
    [{ events: 'company-bus' }, { events: 'company-bus' }],
    [
      { ...PAGE, pageRoles: 'operations=sms-ops, finance=cn=sms', pageAllowedGroups: 'SMS support, sms-ops' },
      {
        ...SIGN_IN,
        pageAllowedDomains: ['example.com'],
        pageRoles: ['operations=sms-ops', 'finance=cn=sms'],
        pageAllowedGroups: ['SMS support', 'sms-ops'],
      },
    ],
    [
      { ...PAGE, pageAllowedDomains: 'any' },
      { ...SIGN_IN, pageAllowedDomains: ['any'] },
    ],
    [{ ...PAGE_AT_DOMAIN, pageSetAside: 'on', pageIssuer: 'none' }, {}],
    [
      { ...PAGE_AT_DOMAIN, pageDomainName: 'none' },
      { ...SIGN_IN, pageAllowedDomains: ['example.com'] },
    ],
    [
      { events: 'arn:aws:events:eu-west-1:123456789012:event-bus/company' },
      { events: 'arn:aws:events:eu-west-1:123456789012:event-bus/company' },
    ],
  ])('%j', (context, settings) => {
    expect(readSettings(context, NO_FILE)).toEqual({ ...DEFAULTS, ...settings });
  });
});

describe('refuses', () => {
  const RETENTION =
    'must be a whole number from 3 to 3650: the vendor sends the receipts of a message for 48 hours, and its item must outlive them';
  const INDEXES = `must be ${Object.keys(RECEIPTS_TABLE.indexes)
    .join(', ')
    .replace(/, (?=\w+$)/, ' or ')}; several with commas between them, or none alone`;
  const SOURCES =
    'must be an address, a CIDR block such as 192.0.2.0/24, 8x8:apac, 8x8:id, 8x8:eu or 8x8:na; several with commas between them, or any alone';
  const DOMAINS = 'must be domains in lower case with commas between them, or any alone';
  const ISSUER = 'must be the address of an OpenID issuer, such as https://example.okta.com';

  /** The setting, its rule, and values that break it. */
  const WRONG_VALUES: [name: string, rule: string, ...values: unknown[]][] = [
    ['stackName', 'must be a letter, then up to 127 letters, digits and hyphens', '2nd', ''],
    ['retentionDays', RETENTION, '2', '3651', '30.5', 30.5, 2.5, '3e1', '', true, null],
    ['indexes', 'must be a comma-separated list, or none', '', [], 'byBatchId,'],
    ['allowedSources', 'must be a comma-separated list, or any', ''],
    ['tokenOverlapHours', 'must be a whole number from 1 to 720', '0'],
    ['throttleRate', 'must be a whole number from 1 to 100000', '0'],
    ['throttleBurst', 'must be a whole number from 1 to 100000', '-1'],
    ['reservedConcurrency', 'must be a whole number from 1 to 100000', '0'],
    ['redriveConcurrency', 'must be a whole number from 2 to 1000', '1'],
    ['warmWriteUnits', 'must be a whole number from 4000 to 1000000', '3999'],
    ['alarmEmail', 'must be an e-mail address', 'on-call', '', 'a@example.com,b@example.com'],
    [
      'runbookUrl',
      'must be a URL that begins with https:// or http://, without #',
      'runbook.md',
      'https://example.com/#top',
    ],
    ['silenceAlarmMinutes', 'must be a whole number from 5 to 1440', '4', '1441'],
    ['alarms', 'must be on or off', 'true'],
    ['subAccountMetrics', 'must be on or off', ''],
    ['architecture', 'must be arm64 or x86_64', 'arm'],
    [
      'alarmTopicArn',
      'must be the ARN of a standard SNS topic',
      'on-call',
      'arn:aws:sns:eu-west-1:123456789012:on-call.fifo',
    ],
    ['defaultCountry', 'must be the ISO code of a country, such as PH', 'XX'],
    ['memorySize', 'must be a whole number from 128 to 10240', '64'],
    ['logRetentionDays', 'must be a whole number from 1 to 3653', '0'],
    ['kmsKeyArn', 'must be the ARN of a KMS key, not of an alias', 'arn:aws:kms:eu-west-1:123456789012:alias/receipts'],
    ['removalPolicy', 'must be retain or destroy', 'RETAIN', ''],
    [
      'reconcileSchedule',
      'must look like rate(1 day) or rate(6 hours): from 1 to 72 hours',
      'daily',
      'rate(4 days)',
      'rate(0 hours)',
    ],
    ['reconcileRegion', 'must be apac, na, eu or id', 'us'],
    [
      'events',
      'must be off, new, or the name or the ARN of a bus of EventBridge',
      '',
      'my bus',
      'on',
      'OFF',
      'arn:aws:sns:eu-west-1:123456789012:topic',
    ],
    ['otherWebhooks', 'must be keep or forward', 'on'],
    ['pageIssuer', ISSUER, 'login.example.com'],
    ['pageIssuer', `${ISSUER}, without ? and #`, 'https://login.example.com/?tenant=1'],
    ['pageIssuer', 'must begin with https://, unless it is a loopback address', 'http://login.example.com'],
    [
      'pageIssuer',
      'signs in the accounts of every company: name your tenant, as in https://login.microsoftonline.com/TENANT-ID/v2.0',
      'https://login.microsoftonline.com/organizations/v2.0',
    ],
    ['pageClientId', 'must be the id that the page has at the provider', ''],
    [
      'pageSessionHours',
      'must be a whole number from 1 to 24: the key that encrypts a session is used for a day',
      '25',
    ],
    ['pageAllowedDomains', DOMAINS, 'any,example.com'],
    ['pageDomainName', 'must be a domain name in lower case', 'SMS.example.com'],
  ];
  /** The setting, the rule for its items, and values whose last item breaks it. */
  const WRONG_ITEMS: typeof WRONG_VALUES = [
    ['indexes', INDEXES, 'byBatchId,bySource', 'byBatchId,none', 'toString'],
    ['allowedSources', SOURCES, '8x8:us', '192.0.2.1,any', '192.0.2.256', '192.0.2.0/33', '192.0.2.0/', 'constructor'],
    ['allowedSources', SOURCES, '192.0.2.0/8/8'],
    ['unconfirmedCountries', 'must be the ISO code of a country, such as VN', 'Vietnam'],
    ['reconcileSubAccounts', 'must be the id of a sub-account; several with commas between them', 'a b'],
    ['eventFields', 'must be destination or source; both with a comma between them, or none alone', 'body'],
    ['pageAllowedDomains', DOMAINS, '@example.com'],
    [
      'pageRoles',
      'must be a role and a group, such as operations=sms-ops; the roles are support, operations, finance',
      'admin=sms',
    ],
  ];

  test.each([
    ...WRONG_VALUES.flatMap(([name, rule, ...values]) => values.map((value) => [name, value, rule] as const)),
    ...WRONG_ITEMS.flatMap(([name, rule, ...values]) =>
      values.map((value) => [name, value, `"${`${value}`.split(',').at(-1)}" ${rule}`] as const),
    ),
  ])('%s %j', (name, value, message) => {
    const others = name.startsWith('page') ? PAGE_AT_DOMAIN : {};
    expect(errorOf({ ...others, [name]: value })).toBe(
      `Wrong settings:\n  ${name} is ${JSON.stringify(value)} (CDK context): ${message}`,
    );
  });

  test('a log retention that CloudWatch Logs does not offer, and lists those that it offers', () => {
    expect(errorOf({ logRetentionDays: '31' })).toMatch(
      /logRetentionDays is "31" \(CDK context\): must be 1, 3, 5, .* or 3653, which are those of CloudWatch Logs$/,
    );
  });

  test('more sources than fit in the environment of a function', () => {
    const sources = Array.from({ length: 300 }, (_, at) => `192.0.${at >> 8}.${at & 255}`);
    expect(errorOf({ allowedSources: sources })).toContain('must have no more than 3000 characters in all');
  });
});

describe('settings that do not go together', () => {
  const RECONCILED = { reconcileSubAccounts: 'Acme_1' };
  const EVENTS = 'needs events: set events to new, or to the name or the ARN of a bus';
  const TOO_SHORT = 'with reconcileSubAccounts: an item that has expired would look as if it was lost';

  /** For a line that begins with a setting's value and source, the setting and the rest. */
  test.each<[GivenSettings, ...lines: (string | [name: string, rest: string])[]]>([
    [{ domainName: 'receipts.example.com' }, ['domainName', 'needs certificateArn as well']],
    [{ certificateArn: ZONE.certificateArn }, ['certificateArn', 'needs domainName as well']],
    [{ ...ZONE, zoneName: undefined }, ['hostedZoneId', 'needs zoneName as well']],
    [{ defaultEndpoint: 'off' }, ['defaultEndpoint', 'needs domainName as well']],
    [{ ...PAGE, pageClientId: undefined }, ['pageIssuer', 'needs pageClientId as well']],
    [{ pageClientId: 'receipts' }, ['pageClientId', 'needs pageIssuer as well']],
    [{ pageSetAside: 'on' }, ['pageSetAside', 'needs pageIssuer as well']],
    [{ ...PAGE, pageDomainName: 'sms.example.com' }, ['pageDomainName', 'needs pageCertificateArn as well']],
    [{ alarms: 'off', alarmEmail: 'a@example.com' }, ['alarmEmail', 'has no effect, because alarms is off']],
    [{ alarms: 'off', silenceAlarmMinutes: '60' }, ['silenceAlarmMinutes', 'has no effect, because alarms is off']],
    [
      SIGN_IN,
      'pageIssuer needs pageAllowedGroups or pageAllowedDomains: who may look. pageAllowedDomains=any lets in everyone who can sign in',
    ],
    [
      { reconcileSchedule: 'rate(1 day)' },
      'reconcileSchedule needs reconcileSubAccounts: set it to the ids of the sub-accounts whose logs are read',
    ],
    [{ otherWebhooks: 'forward', eventFields: 'source' }, `eventFields ${EVENTS}`, `otherWebhooks ${EVENTS}`],
    [
      { probeMinutes: '5', allowedSources: '8x8:eu' },
      'probeMinutes needs allowedSources=any: the function of the probe has no fixed address, and would be refused',
    ],
    [{ deployment: 'canary', alarms: 'off' }, 'deployment=canary needs alarms=on: nothing else would roll it back'],
    [{ ...RECONCILED, retentionDays: '3' }, `retentionDays must be at least 4 ${TOO_SHORT}`],
    [{ ...RECONCILED, retentionDays: '4' }],
    [
      { ...RECONCILED, retentionDays: '5', reconcileSchedule: 'rate(72 hours)' },
      `retentionDays must be at least 6 ${TOO_SHORT}`,
    ],
    [{ ...RECONCILED, retentionDays: '6', reconcileSchedule: 'rate(72 hours)' }],
  ])('%j: %j', (given, ...lines) => {
    const context = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const expected = lines.map((line) =>
      typeof line === 'string' ? line : `${line[0]} is ${JSON.stringify(context[line[0]])} (CDK context): ${line[1]}`,
    );
    expect(errorOf(context)).toBe(lines.length === 0 ? 'no error' : ['Wrong settings:', ...expected].join('\n  '));
  });
});

describe('names', () => {
  test.each([
    ['retentiondays', 'retentionDays'],
    ['retention-days', 'retentionDays'],
    ['RETENTION_DAYS', 'retentionDays'],
    ['retentionDay', 'retentionDays'],
    ['trottleRate', 'throttleRate'],
    ['index', 'indexes'],
    ['alarmMail', 'alarmEmail'],
  ])('%s is refused, and %s is suggested', (name, suggested) => {
    expect(errorOf({ [name]: '30' })).toBe(
      `Wrong settings:\n  ${name} is "30" (CDK context): no setting has this name; did you mean ${suggested}?`,
    );
  });

  test('a name that resembles no setting is refused with the list of all settings', () => {
    expect(errorOf({ colour: 'red' })).toMatch(/no setting has this name; there are stackName, .*removalPolicy$/);
  });

  test.each([
    '@aws-cdk/core:newStyleStackSynthesis',
    'aws:cdk:enable-path-metadata',
    'aws-cdk:enableDiffNoFail',
    'availability-zones:account=000000000000:region=us-east-1',
    'cli-telemetry',
    'acknowledged-issue-numbers',
  ])('%s is ignored, because it is a key of the CDK', (name) => {
    expect(readSettings({ [name]: true }, NO_FILE)).toEqual(DEFAULTS);
  });
});

test('all errors are reported together', () => {
  const lines = errorOf({ retentionDays: '2', removalPolicy: 'keep', indexes: 'a,b', other: 1 }).split('\n');
  expect(lines.map((line) => line.trim().split(' ')[0])).toEqual([
    'Wrong',
    'retentionDays',
    'indexes',
    'indexes',
    'removalPolicy',
    'other',
  ]);
});

describe('a settings file', () => {
  const file = (settings: GivenSettings) => ({ path: 'receipts.config.json', settings });

  test('gives settings', () => {
    expect(readSettings({}, file({ retentionDays: 7 }))).toEqual({ ...DEFAULTS, retentionDays: 7 });
  });

  test('is overridden by the context, one setting at a time', () => {
    const settings = readSettings({ retentionDays: '30' }, file({ retentionDays: 7, memorySize: 1024 }));
    expect(settings).toEqual({ ...DEFAULTS, retentionDays: 30, memorySize: 1024 });
  });

  test('is validated like the context, and named in the error', () => {
    expect(errorOf({ memorySize: '64' }, file({ retentionDays: 2, retention: 30, '@aws-cdk/core:x': true }))).toBe(
      [
        'Wrong settings:',
        'retentionDays is 2 (receipts.config.json): must be a whole number from 3 to 3650: the vendor sends the receipts of a message for 48 hours, and its item must outlive them',
        'memorySize is "64" (CDK context): must be a whole number from 128 to 10240',
        'retention is 30 (receipts.config.json): no setting has this name; did you mean retentionDays?',
        '@aws-cdk/core:x is true (receipts.config.json): no setting has this name; there are …',
      ]
        .join('\n  ')
        .replace('…', `${errorOf({ colour: 1 }).split('there are ')[1]}`),
    );
  });
});
