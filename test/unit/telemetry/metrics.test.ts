import { describe, expect, test } from '@jest/globals';
import { METRICS, REQUEST_OUTCOMES, UNDOCUMENTED_STATE } from '../../../contract/metrics.ts';
import { metricCount } from '../../../cost/monitoring.ts';
import { STATES } from '../../../eight-by-eight/states.ts';
import {
  type EmbeddedMetrics,
  type MetricSettings,
  type ReconcileCounts,
  reconcileMetrics,
  redriveMetrics,
  requestMetrics,
  toWrittenLog,
} from '../../../lambda/telemetry/metrics.ts';
import type { RedriveLog, RequestLog } from '../../../lambda/telemetry/request-log.ts';

const NOW = new Date('2026-01-01T00:00:00.000Z');
const SETTINGS: MetricSettings = { namespace: 'Trial', bySubAccount: false };
const BY_SUB_ACCOUNT: MetricSettings = { ...SETTINGS, bySubAccount: true };

const request = (outcome: string, line: Partial<RequestLog> = {}): RequestLog => ({
  outcome,
  durationMs: 7,
  ...line,
});
const redriven = (outcome: string, line: Partial<RedriveLog> = {}): RedriveLog => ({
  outcome,
  messageId: 'message',
  ...line,
});
const receipt = (state: string, delivered?: 0 | 1) => ({
  umid: 'umid',
  state,
  ...(delivered !== undefined && { delivered }),
  subAccountId: 'SubAccount-1',
  lagMs: 250,
});

/** The metrics that CloudWatch extracts from a line of the log: name, dimensions, value. */
function extracted(line: object, { _aws, ...values }: EmbeddedMetrics): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...line, ...values };
  expect(_aws?.CloudWatchMetrics).not.toEqual([]);
  const metrics = (_aws?.CloudWatchMetrics ?? []).flatMap(({ Dimensions, Metrics }) => {
    // CloudWatch refuses a directive without metrics
    expect(Metrics).not.toEqual([]);
    return Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => [[Name, ...names.map((name) => `${name}=${fields[name]}`)].join(' '), fields[Name]]),
    );
  });
  return Object.fromEntries(metrics);
}
const ofRequest = (line: RequestLog, settings = SETTINGS) => extracted(line, requestMetrics(line, settings, NOW));
const ofRedriven = (line: RedriveLog, settings = SETTINGS) => extracted(line, redriveMetrics(line, settings, NOW));
const ofReconciled = (line: ReconcileCounts) => extracted(line, reconcileMetrics(line, SETTINGS, NOW));

describe('the metrics of a request', () => {
  const counted = (state: string, more: object = {}) => ({ receipts: 1, [`receipts state=${state}`]: 1, ...more });
  const { lagMs: _, ...ofTestMessage } = receipt('sent');

  test.each<[what: string, outcome: string, line: Partial<RequestLog>, metrics: object]>([
    ['a receipt, by state, with its lag', 'recorded', receipt('sent'), counted('sent', { lagMs: 250 })],
    ['a delivery', 'recorded', receipt('delivered', 1), counted('delivered', { lagMs: 250, delivered: 1 })],
    ['a failure', 'recorded', receipt('undelivered', 0), counted('undelivered', { lagMs: 250, delivered: 0 })],
    ['a late receipt', 'stale', receipt('sent'), counted('sent', { lagMs: 250 })],
    ['no copy, because it says nothing new', 'duplicate', receipt('delivered', 1), {}],
    ['a test message without a lag', 'recorded', ofTestMessage, counted('sent')],
    ['no receipt of a probe', 'recorded', { ...ofTestMessage, probe: true }, {}],
    ['the time to delivery', 'recorded', { ...ofTestMessage, deliveryMs: 0 }, counted('sent', { deliveryMs: 0 })],
    [
      'fields that cannot be read, and one more body in an unknown format',
      'recorded',
      { ...ofTestMessage, unreadable: ['/payload/smsCount', '/payload/price/total'] },
      counted('sent', { unreadableFields: 2, unknownFormat: 1 }),
    ],
    ['a body that was set aside', 'invalid', { setAsideId: 'id', issues: 3 }, { setAside: 1, receipts: 0 }],
    ['no repeat of it', 'invalid', { setAsideId: 'id', issues: 3, repeated: true }, {}],
    [
      'a body in an unknown format',
      'set_aside',
      { setAsideId: 'id', unknownFormat: true },
      { setAside: 1, receipts: 0, unknownFormat: 1 },
    ],
    ['no repeat of that', 'set_aside', { setAsideId: 'id', unknownFormat: true, repeated: true }, {}],
    ['a breaker that opens', 'unavailable', { breakerOpened: 1 }, { breakerOpened: 1 }],
    ['no other line, because a metric filter counts it', 'unavailable', { error: 'TimeoutError' }, {}],
  ])('count %s', (_what, outcome, line, metrics) => {
    expect(ofRequest(request(outcome, line))).toStrictEqual(metrics);
  });

  test('count receipts by sub-account if that is on', () => {
    expect(ofRequest(request('recorded', receipt('sent')), BY_SUB_ACCOUNT)).toMatchObject({
      'receipts subAccountId=SubAccount-1': 1,
    });
    const { subAccountId: _, ...without } = receipt('sent');
    expect(Object.keys(ofRequest(request('recorded', without), BY_SUB_ACCOUNT)).join()).not.toContain('subAccountId');
  });
});

describe('the metrics of a redriven body', () => {
  test('that was recorded: the receipt, as for a request', () => {
    expect(ofRedriven(redriven('recorded', receipt('delivered', 1)), BY_SUB_ACCOUNT)).toEqual({
      redriven: 1,
      receipts: 1,
      'receipts state=delivered': 1,
      'receipts subAccountId=SubAccount-1': 1,
      delivered: 1,
      lagMs: 250,
    });
  });

  test.each<[outcome: string, line: Partial<RedriveLog>, metrics: object]>([
    ['duplicate', receipt('sent'), { redriven: 1 }],
    ['set_aside', { setAsideId: 'id' }, { redriven: 1, setAside: 1, receipts: 0 }],
    ['set_aside', { setAsideId: 'id', repeated: true }, { redriven: 1 }],
    [
      'not_storable',
      { setAsideId: 'id' },
      { redriven: 1, setAside: 1, receipts: 0, 'requests outcome=not_storable': 1 },
    ],
    // These stay in the queue
    ['not_storable', { error: 'TimeoutError' }, {}],
    ['unavailable', { error: 'TimeoutError' }, {}],
  ])('that was %s with %j', (outcome, line, metrics) => {
    expect(ofRedriven(redriven(outcome, line))).toEqual(metrics);
  });
});

test.each<[ReconcileCounts, Record<string, number>]>([
  [{}, {}],
  [{ missing: 1 }, {}],
  [{ rows: 0 }, { reconciledRows: 0 }],
  [
    { rows: 9, missing: 0 },
    { reconciledRows: 9, reconciledMissing: 0 },
  ],
  [
    { rows: 9, behind: 2, unfinished: 1 },
    { reconciledRows: 9, reconciledBehind: 2, reconciledUnfinished: 1 },
  ],
  [
    { rows: 9, unreadable: 2 },
    { reconciledRows: 9, reconciledUnreadable: 2 },
  ],
  [
    { subAccountId: 'A', rows: 9, missing: 3, behind: 2 },
    {
      reconciledRows: 9,
      'reconciledRows subAccountId=A': 9,
      reconciledMissing: 3,
      'reconciledMissing subAccountId=A': 3,
      reconciledBehind: 2,
    },
  ],
])('the counts %j of reconciling are the metrics %j', (line, metrics) => {
  expect(ofReconciled(line)).toStrictEqual(metrics);
});

test('the format is that of CloudWatch', () => {
  expect(requestMetrics(request('recorded', receipt('delivered', 1)), BY_SUB_ACCOUNT, NOW)).toEqual({
    receipts: 1,
    delivered: 1,
    lagMs: 250,
    _aws: {
      Timestamp: NOW.getTime(),
      CloudWatchMetrics: [
        { Namespace: 'Trial', Dimensions: [[], ['state'], ['subAccountId']], Metrics: [{ Name: 'receipts' }] },
        {
          Namespace: 'Trial',
          Dimensions: [[]],
          Metrics: [{ Name: 'lagMs' }, { Name: 'delivered' }],
        },
      ],
    },
  });
});

test('the sub-account is logged only if receipts are counted by it', () => {
  const line = request('recorded', receipt('sent'));
  const { subAccountId: _, ...rest } = line;
  expect(toWrittenLog(line, SETTINGS)).toStrictEqual(rest);
  expect(toWrittenLog(line, BY_SUB_ACCOUNT)).toBe(line);
});

test('the lines have each metric that the construct offers, and the page about cost counts all of them', () => {
  const reconciled = { rows: 1, missing: 1, behind: 1, unfinished: 1, unreadable: 1 };
  const extractedNames = [
    ...[...STATES, UNDOCUMENTED_STATE].flatMap((state) =>
      Object.keys(ofRequest(request('recorded', { ...receipt(state, 1), deliveryMs: 1, unreadable: ['/x'] }))),
    ),
    ...Object.keys(ofRequest(request('queued', { breakerOpened: 1 }))),
    ...Object.keys(ofRedriven(redriven('not_storable', { setAsideId: 'id' }))),
    ...Object.keys(ofReconciled(reconciled)),
  ];
  expect(new Set(extractedNames.map((name) => name.split(' ')[0]))).toEqual(new Set(Object.values(METRICS)));
  const names = new Set([
    ...extractedNames,
    ...REQUEST_OUTCOMES.map((outcome) => `requests outcome=${outcome}`),
    'noRoute, which a metric filter of the access log counts',
  ]);
  // Beside the two of each sub-account
  expect(metricCount({ reconcileSubAccounts: 'A' }) - 2).toBe(names.size);
});
