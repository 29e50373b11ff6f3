import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { describe, expect, test } from '@jest/globals';
import type { GivenSettings as Given } from '../../../infra/read-settings.ts';
import { CHANGES, PAGE, type SettingChange } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { logicalId } from '../support/template.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');

/** The template that release 0.1.0 (commit c6d3100) deployed, without its parameters and rules. */
const FIRST_RELEASE = JSON.parse(read('test/fixtures/first-release.template.json'));
/** What release 0.2.0 (commit 2f9246e) deployed with these settings, without its alarms, outputs and the body of its dashboard. */
const SECOND_RELEASE = JSON.parse(read('test/fixtures/second-release.template.json'));
const WITH_ALL_FUNCTIONS = { events: 'new', reconcileSubAccounts: 'Acme_1' };
/** The types of resources that hold data, or the address or the token that the vendor uses. */
const KEPT: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::GlobalTable',
  'AWS::ApiGatewayV2::Api',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
]);
const HARMLESS = [ResourceImpact.WILL_CREATE, ResourceImpact.WILL_UPDATE, ResourceImpact.NO_CHANGE];

type Template = Record<string, unknown>;

/** The resources that CloudFormation replaces or removes, or may replace: `type id`. */
function destroyed(before: Template, after: Template): string[] {
  return (
    fullDiff(before, after)
      .resources.filter((change) => !HARMLESS.includes(change?.changeImpact ?? ResourceImpact.NO_CHANGE))
      // Each change of a function makes a version, after which the earlier one is not used
      .filter((change) => change?.oldResourceType !== 'AWS::Lambda::Version')
      .logicalIds.map((id) => `${(before.Resources as Record<string, { Type: string }>)[id]?.Type} ${id}`)
  );
}

const differences = new Map<string, string[]>();

/** What a change of settings destroys. Several tests look at the same change. */
function destroyedBy(from: Given, to: Given): string[] {
  const key = JSON.stringify([from, to]);
  const found = differences.get(key) ?? destroyed(synthesize(from).template.toJSON(), synthesize(to).template.toJSON());
  differences.set(key, found);
  return found;
}

const typeOf = (text: string) => `${text.split(' ')[0]}`;
const isSame = (one: Given, other: Given) => JSON.stringify(one) === JSON.stringify(other);

const both = ({ from, to }: SettingChange) => [from, to] as const;

/** The rows of the table in the docs, as settings before and after. */
const ROWS: Readonly<Record<string, readonly [from: Given, to: Given]>> = {
  '`alarms` to `off`': both(CHANGES.alarms),
  '`alarmTopicArn`, if there was none': both(CHANGES.alarmTopicArn),
  'another `alarmEmail`': [CHANGES.alarmEmail.to, { alarmEmail: 'other@example.com' }],
  '`deployment` to `all-at-once`': both(CHANGES.deployment),
  '`dashboard` to `off`': both(CHANGES.dashboard),
  'another `domainName`, or none': both(CHANGES.domainName),
  'another `hostedZoneId`': both(CHANGES.hostedZoneId),
  '`events` from `new` to a bus of yours': [{ events: 'new' }, { events: 'company' }],
  '`events` to `off`': [{ events: 'new' }, {}],
  '`archive` to `off`': [{ archive: 'on' }, {}],
  'another sub-account in `reconcileSubAccounts`': [
    { reconcileSubAccounts: 'Acme_1' },
    { reconcileSubAccounts: 'Acme_2' },
  ],
  'no `reconcileSubAccounts` any more': [{ reconcileSubAccounts: 'Acme_1' }, {}],
  '`existingReceiptsTable`, if there was none': both(CHANGES.existingReceiptsTable),
  'another `existingReceiptsStreamArn`': both(CHANGES.existingReceiptsStreamArn),
  'no `probeMinutes` any more': [{ probeMinutes: 5 }, {}],
  'no `silenceAlarmMinutes`, `slowDeliveryMinutes`, `lowDeliveryPercent`, `stalledDeliveryMinutes` or `allowedSources` any more':
    [
      {
        silenceAlarmMinutes: 60,
        slowDeliveryMinutes: 5,
        lowDeliveryPercent: 90,
        stalledDeliveryMinutes: 15,
        allowedSources: '8x8:eu',
      },
      {},
    ],
  '`errorAlarms` to `off`, or no `spendAlarm` any more': [{ errorAlarms: 'on', spendAlarm: 'USD:100' }, {}],
  'no `pageIssuer` any more': [PAGE, {}],
  'another `pageDomainName`': both(CHANGES.pageDomainName),
  'another `pageHostedZoneId`': both(CHANGES.pageHostedZoneId),
  '`kmsKeyArn`, if there was none': both(CHANGES.kmsKeyArn),
};

test('an update from the first release replaces alarms, the dashboard, the permission of the API and the access log with its filter, and nothing else', () => {
  const gone = destroyed(FIRST_RELEASE, synthesize().template.toJSON());
  // An alarm has no data. Its new name has its severity
  expect(gone.filter((text) => typeOf(text) !== 'AWS::CloudWatch::Alarm').sort()).toEqual([
    'AWS::CloudWatch::Dashboard DashboardBoard7FDD693F',
    // The API moves to an alias of the function, and has the new permission first
    'AWS::Lambda::Permission EndpointApiPOSTreceiptsReceivePermission18649317',
    'AWS::Logs::LogGroup EndpointAccessLog75A33DDC',
    'AWS::Logs::MetricFilter EndpointAccessLogThrottled06EF6284',
  ]);
});

test('an update from release 0.2.0 replaces the permission of the API, and nothing else', () => {
  expect(destroyed(SECOND_RELEASE, synthesize(WITH_ALL_FUNCTIONS).template.toJSON())).toEqual([
    // The API moves to an alias of the function, and has the new permission first
    'AWS::Lambda::Permission EndpointApiPOSTreceiptsReceivePermission18649317',
  ]);
});

// Another `stackName` makes another stack. An existing table takes the place of the table of the stack
const { stackName: _, existingReceiptsTable, ...changes } = CHANGES;

describe.each(Object.entries(changes))('a change of %s', (_name, { from, to }) => {
  test('and its reversal keep every table, the API, the queues and the secret', () => {
    // A resource that comes with the setting may go with it
    const deployed = Object.keys(synthesize().template.toJSON().Resources);
    const gone = [...destroyedBy(from, to), ...destroyedBy(to, from)];
    expect(gone.filter((text) => KEPT.has(typeOf(text)) && deployed.includes(`${text.split(' ')[1]}`))).toEqual([]);
  });

  test('replaces and removes nothing unless the table in the docs lists it', () => {
    const isInTable = Object.values(ROWS).some((row) => isSame(row[0], from) && isSame(row[1], to));
    if (!isInTable) expect(destroyedBy(from, to)).toEqual([]);
  });
});

test('an existing table takes the place of the receipts table alone, which stays in the account', () => {
  const { from, to } = existingReceiptsTable;
  const before = synthesize(from).template;
  const gone = fullDiff(before.toJSON(), synthesize(to).template.toJSON()).resources.filter(
    (change) => change?.oldResourceType === 'AWS::DynamoDB::GlobalTable',
  ).changes;
  expect(Object.entries(gone).map(([id, { changeImpact }]) => [id, changeImpact])).toEqual([
    [logicalId(before, 'AWS::DynamoDB::GlobalTable', 'TablesReceipts'), ResourceImpact.WILL_ORPHAN],
  ]);
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
