import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { describe, expect, test } from '@jest/globals';
import { SETTING_NAMES } from '../../../infra/settings.ts';
import { synthesize } from '../support/synthesize.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');

/** The template that release 0.1.0 (commit c6d3100) deployed, without its parameters and rules. */
const FIRST_RELEASE = JSON.parse(read('test/fixtures/first-release.template.json'));
/** The types of resources that hold data, or the address or the token that the vendor uses. */
const KEPT: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::GlobalTable',
  'AWS::ApiGatewayV2::Api',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
]);
const HARMLESS = [ResourceImpact.WILL_CREATE, ResourceImpact.WILL_UPDATE, ResourceImpact.NO_CHANGE];

const CERTIFICATE = 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-0000-1111-2222-333344445555';
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-1111-2222-333344445555';

type Template = Record<string, unknown>;

/** The resources that CloudFormation replaces or removes, or may replace: `type id`. */
function destroyed(before: Template, after: Template): string[] {
  return fullDiff(before, after)
    .resources.filter((change) => !HARMLESS.includes(change?.changeImpact ?? ResourceImpact.NO_CHANGE))
    .logicalIds.map((id) => `${(before.Resources as Record<string, { Type: string }>)[id]?.Type} ${id}`);
}

type Given = Readonly<Record<string, string>>;

function destroyedBy(from: Given, to: Given): string[] {
  return destroyed(synthesize(from).template.toJSON(), synthesize(to).template.toJSON());
}

const typeOf = (text: string) => `${text.split(' ')[0]}`;
const isSame = (one: Given, other: Given) => JSON.stringify(one) === JSON.stringify(other);

/** Every setting, with a value that differs from its default. Only another `stackName` makes another stack. */
const CHANGES: readonly Given[] = [
  { retentionDays: '7' },
  { setAsideRetentionDays: '7' },
  { indexes: 'none' },
  { allowedSources: '8x8:eu' },
  { tokenOverlapHours: '1' },
  { throttleRate: '50' },
  { throttleBurst: '50' },
  { reservedConcurrency: '5' },
  { redriveConcurrency: '5' },
  { warmWriteUnits: '12000' },
  { memorySize: '1024' },
  { architecture: 'x86_64' },
  { alarms: 'off' },
  { dashboard: 'off' },
  { alarmEmail: 'on-call@example.com' },
  { alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:on-call' },
  { runbookUrl: 'https://example.com/runbook' },
  { silenceAlarmMinutes: '60' },
  { slowDeliveryMinutes: '5' },
  { subAccountMetrics: 'on' },
  { logRetentionDays: '365' },
  { events: 'new', eventFields: 'source', otherWebhooks: 'forward' },
  {
    domainName: 'receipts.example.com',
    certificateArn: CERTIFICATE,
    hostedZoneId: 'Z0123456789ABC',
    zoneName: 'example.com',
    defaultEndpoint: 'off',
  },
  { kmsKeyArn: KEY },
  {
    reconcileSubAccounts: 'Acme_1',
    reconcileSchedule: 'rate(6 hours)',
    reconcileRegion: 'eu',
    reconcileMissingPercent: '5',
  },
  { removalPolicy: 'destroy' },
];

/** The rows of the table in the docs, as settings before and after. */
const ROWS: Readonly<Record<string, readonly [from: Given, to: Given]>> = {
  '`alarms` to `off`': [{}, { alarms: 'off' }],
  '`alarmTopicArn`, if there was none': [{}, { alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:on-call' }],
  'another `alarmEmail`': [{ alarmEmail: 'on-call@example.com' }, { alarmEmail: 'other@example.com' }],
  '`dashboard` to `off`': [{}, { dashboard: 'off' }],
  'another `domainName`, or none': [
    {
      domainName: 'receipts.example.com',
      certificateArn: CERTIFICATE,
      hostedZoneId: 'Z0123456789ABC',
      zoneName: 'example.com',
    },
    {
      domainName: 'sms.example.com',
      certificateArn: CERTIFICATE,
      hostedZoneId: 'Z0123456789ABC',
      zoneName: 'example.com',
    },
  ],
  '`events` from `new` to a bus of yours': [{ events: 'new' }, { events: 'company' }],
  '`events` to `off`': [{ events: 'new' }, {}],
  'another sub-account in `reconcileSubAccounts`': [
    { reconcileSubAccounts: 'Acme_1' },
    { reconcileSubAccounts: 'Acme_2' },
  ],
  'no `reconcileSubAccounts` any more': [{ reconcileSubAccounts: 'Acme_1' }, {}],
  'no `silenceAlarmMinutes`, `slowDeliveryMinutes` or `allowedSources` any more': [
    { silenceAlarmMinutes: '60', slowDeliveryMinutes: '5', allowedSources: '8x8:eu' },
    {},
  ],
  '`kmsKeyArn`, if there was none': [{}, { kmsKeyArn: KEY }],
};

test('an update from the first release replaces the dashboard and the access log with its filter, and nothing else', () => {
  expect(destroyed(FIRST_RELEASE, synthesize().template.toJSON()).sort()).toEqual([
    'AWS::CloudWatch::Dashboard DashboardBoard7FDD693F',
    'AWS::Logs::LogGroup EndpointAccessLog75A33DDC',
    'AWS::Logs::MetricFilter EndpointAccessLogThrottled06EF6284',
  ]);
});

describe.each(CHANGES)('a change of %j', (settings) => {
  test('and its reversal keep every table, the API, the queues and the secret', () => {
    // A resource that comes with the setting may go with it
    const deployed = Object.keys(synthesize().template.toJSON().Resources);
    const gone = [...destroyedBy({}, settings), ...destroyedBy(settings, {})];
    expect(gone.filter((text) => KEPT.has(typeOf(text)) && deployed.includes(`${text.split(' ')[1]}`))).toEqual([]);
  });

  test('replaces and removes nothing unless the table in the docs lists it', () => {
    const isInTable = Object.values(ROWS).some(([from, to]) => Object.keys(from).length === 0 && isSame(to, settings));
    if (!isInTable) expect(destroyedBy({}, settings)).toEqual([]);
  });
});

test('every setting is changed in one of these tests', () => {
  const tried = CHANGES.flatMap((settings) => Object.keys(settings));
  expect([...tried, 'stackName'].sort()).toEqual([...SETTING_NAMES].sort());
});

describe('the table in docs/operate.md', () => {
  const [, section = ''] = /## What a change replaces\n(.*?)\n## /s.exec(read('docs/operate.md')) ?? [];
  const rows = [...section.matchAll(/^\| (.+?) \| (`\w+`.*?) \|.*\|$/gm)].map(([, change = '', types = '']) => ({
    change,
    types: [...types.matchAll(/`(\w+)`/g)].map(([, type]) => type).sort(),
  }));

  test('has exactly the rows that are tested', () => {
    expect(rows.map(({ change }) => change)).toEqual(Object.keys(ROWS));
  });

  test.each(rows)('names what $change replaces or removes', ({ change, types }) => {
    const [from, to] = ROWS[change] ?? [{}, {}];
    const found = destroyedBy(from, to).map((text) => typeOf(text).replace(/^.*::/, ''));
    expect([...new Set(found)].sort()).toEqual(types);
  });
});
