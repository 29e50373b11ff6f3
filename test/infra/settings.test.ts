import { describe, expect, test } from '@jest/globals';
import { RECEIPTS_TABLE } from '../../contract/tables.ts';
import { type GivenSettings, readSettings, SettingsError } from '../../infra/read-settings.ts';
import type { Settings } from '../../infra/settings.ts';
import { PAGE, PAGE_AT_DOMAIN, SIGN_IN } from './support/sample-settings.ts';
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

const DOMAIN = {
  domainName: 'receipts.example.com',
  certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-0000-1111-2222-333344445555',
  hostedZoneId: 'Z0123456789ABC',
  zoneName: 'example.com',
  defaultEndpoint: 'off' as const,
};

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

  test.each<[string, unknown, string]>([
    ['stackName', '2nd', 'must be a letter, then up to 127 letters, digits and hyphens'],
    ['stackName', '', 'must be a letter, then up to 127 letters, digits and hyphens'],
    ['retentionDays', '2', RETENTION],
    ['retentionDays', '3651', RETENTION],
    ['retentionDays', '30.5', RETENTION],
    ['retentionDays', 30.5, RETENTION],
    ['retentionDays', 2.5, RETENTION],
    ['retentionDays', '3e1', RETENTION],
    ['retentionDays', '', RETENTION],
    ['retentionDays', true, RETENTION],
    ['retentionDays', null, RETENTION],
    ['indexes', '', 'must be a comma-separated list, or none'],
    ['indexes', [], 'must be a comma-separated list, or none'],
    ['indexes', 'byBatchId,', 'must be a comma-separated list, or none'],
    ['indexes', 'byBatchId,bySource', `"bySource" ${INDEXES}`],
    ['indexes', 'byBatchId,none', `"none" ${INDEXES}`],
    ['indexes', 'toString', `"toString" ${INDEXES}`],
    ['allowedSources', '', 'must be a comma-separated list, or any'],
    ['allowedSources', '8x8:us', `"8x8:us" ${SOURCES}`],
    ['allowedSources', '192.0.2.1,any', `"any" ${SOURCES}`],
    ['allowedSources', '192.0.2.256', `"192.0.2.256" ${SOURCES}`],
    ['allowedSources', '192.0.2.0/33', `"192.0.2.0/33" ${SOURCES}`],
    ['allowedSources', '192.0.2.0/', `"192.0.2.0/" ${SOURCES}`],
    ['allowedSources', '192.0.2.0/8/8', `"192.0.2.0/8/8" ${SOURCES}`],
    ['allowedSources', 'constructor', `"constructor" ${SOURCES}`],
    ['tokenOverlapHours', '0', 'must be a whole number from 1 to 720'],
    ['throttleRate', '0', 'must be a whole number from 1 to 100000'],
    ['throttleBurst', '-1', 'must be a whole number from 1 to 100000'],
    ['reservedConcurrency', '0', 'must be a whole number from 1 to 100000'],
    ['redriveConcurrency', '1', 'must be a whole number from 2 to 1000'],
    ['warmWriteUnits', '3999', 'must be a whole number from 4000 to 1000000'],
    ['alarmEmail', 'on-call', 'must be an e-mail address'],
    ['alarmEmail', '', 'must be an e-mail address'],
    ['alarmEmail', 'a@example.com,b@example.com', 'must be an e-mail address'],
    ['runbookUrl', 'runbook.md', 'must be a URL that begins with https:// or http://, without #'],
    ['runbookUrl', 'https://example.com/#top', 'must be a URL that begins with https:// or http://, without #'],
    ['silenceAlarmMinutes', '4', 'must be a whole number from 5 to 1440'],
    ['silenceAlarmMinutes', '1441', 'must be a whole number from 5 to 1440'],
    ['alarms', 'true', 'must be on or off'],
    ['architecture', 'arm', 'must be arm64 or x86_64'],
    ['alarmTopicArn', 'on-call', 'must be the ARN of a standard SNS topic'],
    ['alarmTopicArn', 'arn:aws:sns:eu-west-1:123456789012:on-call.fifo', 'must be the ARN of a standard SNS topic'],
    ['unconfirmedCountries', 'Vietnam', '"Vietnam" must be the ISO code of a country, such as VN'],
    ['defaultCountry', 'XX', 'must be the ISO code of a country, such as PH'],
    ['subAccountMetrics', '', 'must be on or off'],
    ['memorySize', '64', 'must be a whole number from 128 to 10240'],
    ['logRetentionDays', '0', 'must be a whole number from 1 to 3653'],
    ['kmsKeyArn', 'arn:aws:kms:eu-west-1:123456789012:alias/receipts', 'must be the ARN of a KMS key, not of an alias'],
    ['removalPolicy', 'RETAIN', 'must be retain or destroy'],
    ['removalPolicy', '', 'must be retain or destroy'],
    ['reconcileSubAccounts', 'a b', '"a b" must be the id of a sub-account; several with commas between them'],
    ['reconcileSchedule', 'daily', 'must look like rate(1 day) or rate(6 hours): from 1 to 72 hours'],
    ['reconcileSchedule', 'rate(4 days)', 'must look like rate(1 day) or rate(6 hours): from 1 to 72 hours'],
    ['reconcileRegion', 'us', 'must be apac, na, eu or id'],
    ['events', '', 'must be off, new, or the name or the ARN of a bus of EventBridge'],
    ['events', 'my bus', 'must be off, new, or the name or the ARN of a bus of EventBridge'],
    ['events', 'on', 'must be off, new, or the name or the ARN of a bus of EventBridge'],
    ['events', 'OFF', 'must be off, new, or the name or the ARN of a bus of EventBridge'],
    [
      'events',
      'arn:aws:sns:eu-west-1:123456789012:topic',
      'must be off, new, or the name or the ARN of a bus of EventBridge',
    ],
    ['eventFields', 'body', '"body" must be destination or source; both with a comma between them, or none alone'],
    ['otherWebhooks', 'on', 'must be keep or forward'],
  ])('%s %j', (name, value, message) => {
    expect(errorOf({ [name]: value })).toBe(
      `Wrong settings:\n  ${name} is ${JSON.stringify(value)} (CDK context): ${message}`,
    );
  });

  test.each<[string, unknown, string]>([
    ['pageIssuer', 'login.example.com', 'must be the address of an OpenID issuer, such as https://example.okta.com'],
    ['pageIssuer', 'http://login.example.com', 'must begin with https://, unless it is a loopback address'],
    [
      'pageIssuer',
      'https://login.example.com/?tenant=1',
      'must be the address of an OpenID issuer, such as https://example.okta.com, without ? and #',
    ],
    [
      'pageIssuer',
      'https://login.microsoftonline.com/organizations/v2.0',
      'signs in the accounts of every company: name your tenant, as in https://login.microsoftonline.com/TENANT-ID/v2.0',
    ],
    ['pageClientId', '', 'must be the id that the page has at the provider'],
    [
      'pageSessionHours',
      '25',
      'must be a whole number from 1 to 24: the key that encrypts a session is used for a day',
    ],
    ['pageAllowedDomains', 'any,example.com', 'must be domains in lower case with commas between them, or any alone'],
    [
      'pageAllowedDomains',
      '@example.com',
      '"@example.com" must be domains in lower case with commas between them, or any alone',
    ],
    [
      'pageRoles',
      'admin=sms',
      '"admin=sms" must be a role and a group, such as operations=sms-ops; the roles are support, operations, finance',
    ],
    ['pageDomainName', 'SMS.example.com', 'must be a domain name in lower case'],
  ])('%s %j of a page', (name, value, message) => {
    expect(errorOf({ ...PAGE_AT_DOMAIN, [name]: value })).toBe(
      `Wrong settings:\n  ${name} is ${JSON.stringify(value)} (CDK context): ${message}`,
    );
  });

  test('a page without a rule who may look', () => {
    expect(errorOf(SIGN_IN)).toBe(
      'Wrong settings:\n  pageIssuer needs pageAllowedGroups or pageAllowedDomains: who may look. pageAllowedDomains=any lets in everyone the provider signs in',
    );
  });

  test('settings of reconciling without sub-accounts', () => {
    expect(errorOf({ reconcileSchedule: 'rate(1 day)' })).toContain(
      'reconcileSchedule needs reconcileSubAccounts: set it to the ids of the sub-accounts',
    );
  });

  test.each([
    [{ retentionDays: '3' }, 4],
    [{ retentionDays: '5', reconcileSchedule: 'rate(72 hours)' }, 6],
  ])('%j with reconciling, because items would expire before the log is read', (settings, least) => {
    expect(errorOf({ reconcileSubAccounts: 'Acme_1', ...settings })).toContain(
      `retentionDays must be at least ${least} with reconcileSubAccounts`,
    );
    expect(errorOf({ reconcileSubAccounts: 'Acme_1', ...settings, retentionDays: `${least}` })).toBe('no error');
  });

  test('settings of events without events', () => {
    expect(errorOf({ otherWebhooks: 'forward', eventFields: 'source' })).toBe(
      'Wrong settings:\n  eventFields needs events: set events to new, or to the name or the ARN of a bus' +
        '\n  otherWebhooks needs events: set events to new, or to the name or the ARN of a bus',
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

describe('settings that belong together', () => {
  test.each<[GivenSettings, string[]]>([
    [{ domainName: 'receipts.example.com' }, ['domainName', 'needs certificateArn as well']],
    [{ certificateArn: DOMAIN.certificateArn }, ['certificateArn', 'needs domainName as well']],
    [{ ...DOMAIN, zoneName: undefined }, ['hostedZoneId', 'needs zoneName as well']],
    [{ defaultEndpoint: 'off' }, ['defaultEndpoint', 'needs domainName as well']],
    [{ ...PAGE, pageClientId: undefined }, ['pageIssuer', 'needs pageClientId as well']],
    [{ pageClientId: 'receipts' }, ['pageClientId', 'needs pageIssuer as well']],
    [{ pageSetAside: 'on' }, ['pageSetAside', 'needs pageIssuer as well']],
    [{ ...PAGE, pageDomainName: 'sms.example.com' }, ['pageDomainName', 'needs pageCertificateArn as well']],
    [{ alarms: 'off', alarmEmail: 'a@example.com' }, ['alarmEmail', 'has no effect, because alarms is off']],
    [{ alarms: 'off', silenceAlarmMinutes: '60' }, ['silenceAlarmMinutes', 'has no effect, because alarms is off']],
  ])('%j is refused', (given, [name, message]) => {
    const context = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    expect(errorOf(context)).toBe(
      `Wrong settings:\n  ${name} is ${JSON.stringify(context[`${name}`])} (CDK context): ${message}`,
    );
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
