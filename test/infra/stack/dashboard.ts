import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { METRICS, REQUEST_OUTCOMES } from '../../../contract/metrics.ts';
import { RECEIPTS_TABLE } from '../../../contract/tables.ts';
import { synthesize } from '../support/synthesize.ts';
import { logicalId, resource } from '../support/template.ts';

interface Widget {
  readonly type: string;
  readonly y: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly query?: string;
    readonly alarms?: unknown[];
    readonly metrics?: unknown[][];
  };
}

/** The widgets. Values that only a deployment knows are replaced by the logical ids of their resources. */
function widgetsOf(template: Template): Widget[] {
  const { DashboardBody } = resource(template, 'AWS::CloudWatch::Dashboard').Properties as {
    DashboardBody: { 'Fn::Join': [string, (string | { Ref?: string; 'Fn::GetAtt'?: [string, string] })[]] };
  };
  const parts = DashboardBody['Fn::Join'][1].map((part) =>
    typeof part === 'string' ? part : (part.Ref ?? part['Fn::GetAtt']?.join('.') ?? ''),
  );
  return JSON.parse(parts.join('')).widgets;
}

const { template } = synthesize();
const widgets = widgetsOf(template);
const titled = (title: string, among = widgets) => among.find(({ properties }) => properties.title === title);
const metricsOf = (title: string, among = widgets) => JSON.stringify(titled(title, among)?.properties.metrics);

test('has the stack and the Region in its name, because dashboard names are unique across Regions', () => {
  expect(resource(template, 'AWS::CloudWatch::Dashboard').Properties.DashboardName).toEqual({
    'Fn::Join': ['', ['SmsReceipts-', { Ref: 'AWS::Region' }]],
  });
});

test('answers, top to bottom: is it up, is any receipt at risk, what is being delivered, what does it cost', () => {
  const rows = [...widgets].sort((one, other) => one.y - other.y);
  expect(rows.flatMap(({ properties: { markdown, title } }) => markdown ?? title)).toEqual([
    '## Is it up?',
    'Alarms',
    'Requests',
    'Time to answer, ms',
    'Receiving function',
    '## Is any receipt at risk?',
    'Bodies in the queues',
    'Through the fallback queue',
    'Throttled writes',
    'Not recorded',
    'Set aside, % of authenticated bodies',
    '## What is being delivered?',
    'Receipts by state',
    'Delivered, % of terminal statuses',
    'Top error codes',
    'Time to delivery, ms',
    'From status to receipt, ms',
    '## What does it cost?',
    'Requests an hour',
    'Write units an hour',
    'Time of the functions an hour, ms',
  ]);
});

test.each([{}, { silenceAlarmMinutes: '60' }])('shows every alarm with %j', (settings) => {
  const { template: made } = synthesize(settings);
  const alarms = Object.keys(made.findResources('AWS::CloudWatch::Alarm'));
  expect(titled('Alarms', widgetsOf(made))?.properties.alarms).toHaveLength(alarms.length);
});

test.each(Object.values(METRICS))('shows the metric %s', (name) => {
  const shown = widgetsOf(synthesize({ reconcileSubAccounts: 'Acme_1' }).template)
    .flatMap(({ properties }) => properties.metrics ?? [])
    .map(([namespace, metric]) => [namespace, metric]);
  expect(shown).toContainEqual(['SmsReceipts', name]);
});

test.each(REQUEST_OUTCOMES.filter((outcome) => !['recorded', 'duplicate', 'stale'].includes(outcome)))(
  'shows the requests with the outcome %s',
  (outcome) => {
    const shown = widgets.flatMap(({ properties }) => properties.metrics ?? []);
    expect(shown).toContainEqual(expect.arrayContaining(['requests', 'outcome', outcome]));
  },
);

test('shows the percentiles 50, 90 and 99 of the time to delivery', () => {
  const statistics = [...`${metricsOf('Time to delivery, ms')}`.matchAll(/"stat":"(\w+)"/g)].map(([, stat]) => stat);
  expect(statistics).toEqual(['p50', 'p90', 'p99']);
});

describe.each(['Throttled writes', 'Write units an hour'])('%s', (title) => {
  test.each([
    [{}, Object.keys(RECEIPTS_TABLE.indexes)],
    [{ indexes: 'byBatchId' }, ['byBatchId']],
    [{ indexes: 'none' }, []],
  ])('with %j are those of the receipts table and of each index: %j', (settings, indexes) => {
    const shown = metricsOf(title, widgetsOf(synthesize(settings).template));
    expect([...`${shown}`.matchAll(/"GlobalSecondaryIndexName","(\w+)"/g)].map(([, index]) => index)).toEqual(indexes);
    expect(shown).toContain(logicalId(template, 'AWS::DynamoDB::GlobalTable', 'TablesReceipts'));
  });
});

test('error codes are counted in the logs of both functions, each status once', () => {
  const query = `${titled('Top error codes')?.properties.query}`;
  for (const logger of ['ReceiveLogs', 'RedriveLogs']) {
    expect(query).toContain(`SOURCE '${logicalId(template, 'AWS::Logs::LogGroup', logger)}'`);
  }
  expect(query).toContain('filter ispresent(errorCode) and outcome != "duplicate"');
});
