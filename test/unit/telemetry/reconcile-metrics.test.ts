import { expect, test } from '@jest/globals';
import { type ReconcileCounts, reconcileMetrics } from '../../../lambda/telemetry/metrics.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const metricsOf = (line: ReconcileCounts) => reconcileMetrics(line, { namespace: 'Trial', bySubAccount: false }, NOW);

test('a step that compared no rows has no metrics', () => {
  expect(metricsOf({})).toEqual({});
  expect(metricsOf({ missing: 1 })).toEqual({});
});

test('messages and those that are missing are counted by sub-account, too', () => {
  const { _aws } = metricsOf({ subAccountId: 'Acme_1', rows: 9, missing: 3, behind: 2, unreadable: 1 });
  expect(
    _aws?.CloudWatchMetrics.map(({ Dimensions, Metrics }) => [Dimensions, Metrics.map(({ Name }) => Name)]),
  ).toEqual([
    [
      [[], ['subAccountId']],
      ['reconciledRows', 'reconciledMissing'],
    ],
    [[[]], ['reconciledBehind', 'reconciledUnreadable']],
  ]);
});

test.each<[ReconcileCounts, Record<string, number>]>([
  [{ rows: 0 }, { reconciledRows: 0 }],
  [
    { rows: 9, missing: 0, behind: 2 },
    { reconciledRows: 9, reconciledMissing: 0, reconciledBehind: 2 },
  ],
  [
    { rows: 9, missing: 3, unfinished: 1 },
    { reconciledRows: 9, reconciledMissing: 3, reconciledUnfinished: 1 },
  ],
  [
    { rows: 9, unreadable: 2 },
    { reconciledRows: 9, reconciledUnreadable: 2 },
  ],
])('the counts %j are the metrics %j, in all', (line, values) => {
  const { _aws, ...metrics } = metricsOf(line);
  expect(metrics).toEqual(values);
  const directives = _aws?.CloudWatchMetrics ?? [];
  expect(directives.map(({ Namespace, Dimensions }) => [Namespace, Dimensions])).toEqual(
    directives.map(() => ['Trial', [[]]]),
  );
  expect(directives.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name))).toEqual(Object.keys(values));
});
