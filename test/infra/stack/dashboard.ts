import { describe, expect, test } from '@jest/globals';
import { METRICS, REQUEST_OUTCOMES } from '../../../contract/metrics.ts';
import { ERROR_REASONS } from '../../../eight-by-eight/error-reasons.ts';
import { widgetsOf } from '../support/dashboard.ts';
import { EVERY_ALARM } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { alarmsOf, logicalId } from '../support/template.ts';

const { template } = synthesize();
const widgets = widgetsOf(template);
const titled = (title: string, among = widgets) => among.find(({ properties }) => properties.title === title);
const metricsOf = (title: string, among = widgets) => JSON.stringify(titled(title, among)?.properties.metrics);

test('answers, top to bottom: is it up, is any receipt at risk, what is being delivered, what does it cost', () => {
  const rows = [...widgets].sort((one, other) => one.y - other.y);
  expect(rows.flatMap(({ properties: { markdown, title } }) => markdown?.split('\n')[0] ?? title)).toEqual([
    '# SmsReceipts: delivery receipts of 8x8',
    '## Is it up?',
    'Alarms',
    'Requests',
    'Time to answer, seconds',
    'Last receipts',
    'Receive function',
    "Executions at once of all functions, % of the account's quota",
    '## Is any receipt at risk?',
    'Bodies in the queues',
    'Oldest body that waits, minutes',
    'Through the fallback queue',
    'Throttled writes',
    'Not recorded',
    'Set aside, % of authenticated bodies',
    '## What is being delivered?',
    'In the time range of the dashboard',
    'Receipts an hour: today at the right end, the same time last week at the left',
    'Delivered, % of final statuses: today at the right end, the same time last week at the left',
    'Receipts by state',
    'Delivered, % of final statuses',
    'Confirmed by the operator only, % of delivered statuses',
    'Top error codes',
    '### Error codes, as 8x8 names them',
    'Time to delivery, seconds',
    'From status to receipt, seconds',
    '## What does it cost?',
    'Requests an hour',
    'Write units an hour',
    'Time that the functions ran in an hour, minutes',
  ]);
});

test.each([
  [{}, 'docs/runbook.md'],
  [{ runbookUrl: 'https://example.com/runbook' }, '[button:Runbook](https://example.com/runbook)'],
])(
  'with %j begins with links to the items, the logs and the alarms, and names the runbook: %s',
  (settings, runbook) => {
    const { template: made } = synthesize(settings);
    const { markdown = '' } = widgetsOf(made)[0]?.properties ?? {};
    expect(markdown).toContain(runbook);
    const console = 'https://AWS::Region.console.aws.amazon.com';
    const table = (id: string) => logicalId(made, 'AWS::DynamoDB::GlobalTable', id);
    const log = (id: string) => logicalId(made, 'AWS::Logs::LogGroup', id);
    for (const page of [
      `dynamodbv2/home?region=AWS::Region#item-explorer?table=${table('TablesReceipts')}`,
      `dynamodbv2/home?region=AWS::Region#item-explorer?table=${table('TablesSetAside')}`,
      `cloudwatch/home?region=AWS::Region#logsV2:log-groups/log-group/${log('ReceiveLogs')}`,
      `cloudwatch/home?region=AWS::Region#logsV2:log-groups/log-group/${log('RedriveLogs')}`,
      'cloudwatch/home?region=AWS::Region#alarmsV2:?search=SmsReceipts-',
    ]) {
      expect(markdown).toContain(`](${console}/${page})`);
    }
  },
);

describe('with every part', () => {
  const { template: full } = synthesize(EVERY_ALARM);
  const all = widgetsOf(full);

  test('legends are words', () => {
    const legends = all
      .flatMap(({ properties }) => properties.metrics ?? [])
      .map((metric) => metric.at(-1) as { label?: string; visible?: boolean })
      .flatMap(({ label, visible = true }) => (visible ? [label ?? 'no label'] : []));
    expect(legends.length).toBeGreaterThan(40);
    expect(legends.filter((label) => label === 'no label' || /_|\bms\b|\bp\d\d/.test(label))).toEqual([]);
  });

  test('the price of the messages is shown in each currency that has an alarm', () => {
    expect(metricsOf('Price of the messages of an hour', all)?.match(/"label":"\w+"/g)).toEqual([
      '"label":"USD"',
      '"label":"EUR"',
    ]);
    expect(titled('Price of the messages of an hour')).toBeUndefined();
  });

  test('titles have units of people', () => {
    expect(all.filter(({ properties: { title = '' } }) => /\bms\b/.test(title))).toEqual([]);
  });

  test.each([
    ['Time to answer, seconds', 'slow-answers', 1000],
    ["Executions at once of all functions, % of the account's quota", 'account-concurrency-near-quota', 1000 / 100],
    ['Oldest body that waits, minutes', 'oldest-queued-receipt-too-old', 60],
    ['Set aside, % of authenticated bodies', 'mostly-set-aside', 1 / 100],
    ['Oldest change that is not published, minutes', 'events-delayed', 60_000],
    ['Time to delivery, seconds', 'slow-delivery', 1000],
  ])('"%s" has a line where the alarm %s goes off', (title, name, unit) => {
    const [line] = titled(title, all)?.properties.annotations?.horizontal ?? [];
    expect(line).toMatchObject({ label: `alarm ${name}` });
    expect((line?.value ?? 0) * unit).toBeCloseTo(Number(alarmsOf(full).get(name)?.Threshold));
  });
});

test("the page of error codes has each code with 8x8's words", () => {
  const texts = widgets.flatMap(({ properties }) => properties.markdown ?? []);
  expect(
    texts
      .find((text) => text.startsWith('### Error codes'))
      ?.split('\n')
      .slice(4),
  ).toEqual(Object.entries(ERROR_REASONS).map(([code, reason]) => `${code} | ${reason}`));
});

test.each([{}, { silenceAlarmMinutes: 60 }])('shows every alarm with %j', (settings) => {
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
