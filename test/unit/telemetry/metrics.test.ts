import { describe, expect, test } from '@jest/globals';
import { METRICS, REQUEST_OUTCOMES, UNDOCUMENTED_STATE } from '../../../contract/metrics.ts';
import { metricCount } from '../../../cost/monitoring.ts';
import { STATES } from '../../../eight-by-eight/states.ts';
import {
  type MetricSettings,
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
function extracted(line: object, { _aws, ...values }: ReturnType<typeof requestMetrics>): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...line, ...values };
  const metrics = (_aws?.CloudWatchMetrics ?? []).flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => [[Name, ...names.map((name) => `${name}=${fields[name]}`)].join(' '), fields[Name]]),
    ),
  );
  return Object.fromEntries(metrics);
}

describe('the metrics of a request', () => {
  const metricsOf = (line: RequestLog, settings = SETTINGS) => extracted(line, requestMetrics(line, settings, NOW));

  test.each(['queued', 'unauthenticated', 'source_refused', 'too_large', 'unavailable'])(
    '%s: none, because a metric filter counts the line',
    (outcome) => {
      expect(requestMetrics(request(outcome, { error: 'TimeoutError' }), SETTINGS, NOW)).toEqual({});
    },
  );

  test.each(['set_aside', 'invalid', 'not_storable', 'unsupported_content_type'])(
    '%s: one more body set aside, however often it is posted',
    (outcome) => {
      const line = request(outcome, { setAsideId: 'id', issues: 3, error: 'TypeError' });
      expect(metricsOf(line)).toEqual({ setAside: 1, receipts: 0 });
      expect(requestMetrics({ ...line, repeated: true }, SETTINGS, NOW)).toEqual({});
    },
  );

  test('a body in an unknown format is counted once, however often it is posted', () => {
    const line = { setAsideId: 'id', unknownFormat: true } as const;
    expect(metricsOf(request('set_aside', line))).toMatchObject({ setAside: 1, unknownFormat: 1 });
    expect(metricsOf(request('set_aside', { ...line, repeated: true }))).not.toHaveProperty('unknownFormat');
  });

  test('recorded with fields that cannot be read: how many, and one more body in an unknown format', () => {
    const line = { ...receipt('delivered', 1), unreadable: ['/payload/smsCount', '/payload/price/total'] };
    expect(metricsOf(request('recorded', line))).toMatchObject({ unreadableFields: 2, unknownFormat: 1 });
    expect(metricsOf(request('recorded', receipt('delivered', 1)))).not.toHaveProperty('unreadableFields');
  });

  test('recorded: the time to delivery if it is known', () => {
    expect(metricsOf(request('recorded', { ...receipt('delivered', 1), deliveryMs: 0 }))).toMatchObject({
      deliveryMs: 0,
    });
  });

  test.each<[state: string, delivered: 0 | 1 | undefined]>([
    ['queued', undefined],
    ['delivered', 1],
    ['undelivered', 0],
    ['read', undefined],
    ['not_documented', undefined],
  ])('recorded, %s: the receipt, by state, with its lag, and its part of the delivery rate: %p', (state, delivered) => {
    expect(metricsOf(request('recorded', receipt(state, delivered)))).toEqual({
      receipts: 1,
      [`receipts state=${state}`]: 1,
      lagMs: 250,
      ...(delivered !== undefined && { delivered }),
    });
  });

  test.each(['sent', 'delivered'])('recorded, %s, a test message: the receipt without its lag', (state) => {
    const { lagMs: _, ...test } = receipt(state, state === 'delivered' ? 1 : undefined);
    const line = request('recorded', test);
    expect(metricsOf(line)).toMatchObject({ receipts: 1, [`receipts state=${state}`]: 1 });
    expect(metricsOf(line)).not.toHaveProperty('lagMs');
    // CloudWatch refuses a directive without metrics
    expect(
      requestMetrics(line, SETTINGS, NOW)._aws?.CloudWatchMetrics.map(({ Metrics }) => Metrics),
    ).not.toContainEqual([]);
  });

  test('stale: a receipt, as for recorded', () => {
    expect(metricsOf(request('stale', receipt('sent')))).toMatchObject({
      receipts: 1,
      'receipts state=sent': 1,
    });
  });

  test('duplicate: no receipt, because it says nothing new', () => {
    expect(requestMetrics(request('duplicate', receipt('delivered', 1)), SETTINGS, NOW)).toEqual({});
  });

  test('receipts are counted by sub-account if that is on', () => {
    expect(metricsOf(request('recorded', receipt('sent')), BY_SUB_ACCOUNT)).toMatchObject({
      'receipts subAccountId=SubAccount-1': 1,
    });
    const { subAccountId: _, ...without } = receipt('sent');
    expect(Object.keys(metricsOf(request('recorded', without), BY_SUB_ACCOUNT)).join()).not.toContain('subAccountId');
  });
});

describe('the metrics of a redriven body', () => {
  const metricsOf = (line: RedriveLog, settings = SETTINGS) => extracted(line, redriveMetrics(line, settings, NOW));

  test('that was recorded: the receipt, as for a request', () => {
    expect(metricsOf(redriven('recorded', receipt('delivered', 1)), BY_SUB_ACCOUNT)).toEqual({
      redriven: 1,
      receipts: 1,
      'receipts state=delivered': 1,
      'receipts subAccountId=SubAccount-1': 1,
      delivered: 1,
      lagMs: 250,
    });
  });

  test.each<[outcome: string, line: Partial<RedriveLog>, more: object]>([
    ['duplicate', receipt('sent'), {}],
    ['set_aside', { setAsideId: 'id' }, { setAside: 1, receipts: 0 }],
    ['set_aside', { setAsideId: 'id', repeated: true }, {}],
    ['invalid', { setAsideId: 'id' }, { setAside: 1, receipts: 0 }],
    ['not_storable', { setAsideId: 'id' }, { setAside: 1, receipts: 0, 'requests outcome=not_storable': 1 }],
  ])('that was %s: it left the queue', (outcome, line, more) => {
    expect(metricsOf(redriven(outcome, line))).toEqual({ redriven: 1, ...more });
  });

  test('that stays in the queue: nothing', () => {
    for (const outcome of ['unavailable', 'not_storable']) {
      expect(redriveMetrics(redriven(outcome, { error: 'TimeoutError' }), SETTINGS, NOW)).toEqual({});
    }
  });
});

test('a breaker that opens is counted, whatever the outcome of its request is', () => {
  for (const outcome of ['queued', 'unavailable']) {
    const line = request(outcome, { breakerOpened: 1 });
    expect(extracted(line, requestMetrics(line, SETTINGS, NOW))).toEqual({ breakerOpened: 1 });
  }
});

test('each metric that the construct offers comes from one of the lines', () => {
  const lines = [
    requestMetrics(
      request('recorded', { ...receipt('delivered', 1), deliveryMs: 1, unreadable: ['/x'] }),
      SETTINGS,
      NOW,
    ),
    requestMetrics(request('set_aside', { setAsideId: 'id', unknownFormat: true }), SETTINGS, NOW),
    requestMetrics(request('queued', { breakerOpened: 1 }), SETTINGS, NOW),
    redriveMetrics(redriven('not_storable', { setAsideId: 'id' }), SETTINGS, NOW),
    reconcileMetrics({ rows: 1, missing: 1, behind: 1, unfinished: 1, unreadable: 1 }, SETTINGS, NOW),
  ];
  const names = lines.flatMap(({ _aws }) =>
    (_aws?.CloudWatchMetrics ?? []).flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)),
  );
  expect(new Set(names)).toEqual(new Set(Object.values(METRICS)));
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

test('the page about cost says how many metrics there are at most', () => {
  const requests = [
    request('queued', { breakerOpened: 1 }),
    ...[...STATES, UNDOCUMENTED_STATE].map((state) => request('recorded', { ...receipt(state, 1), deliveryMs: 1 })),
    request('set_aside', { setAsideId: 'id', unknownFormat: true }),
  ];
  const fromQueue = redriven('recorded', receipt('sent'));
  const reconciled = { rows: 1, missing: 1, behind: 1, unfinished: 1, unreadable: 1 };
  const names = new Set([
    ...requests.flatMap((line) => Object.keys(extracted(line, requestMetrics(line, SETTINGS, NOW)))),
    ...Object.keys(extracted(fromQueue, redriveMetrics(fromQueue, SETTINGS, NOW))),
    ...Object.keys(extracted({}, reconcileMetrics(reconciled, SETTINGS, NOW))),
    ...REQUEST_OUTCOMES.map((outcome) => `requests outcome=${outcome}, which a metric filter counts`),
    'throttled, which a metric filter of the access log counts',
    'noRoute, which another one counts',
  ]);
  // Beside the two of each sub-account
  expect(metricCount({ reconcileSubAccounts: 'A' }) - 2).toBe(names.size);
});
