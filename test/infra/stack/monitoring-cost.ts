import { expect, test } from '@jest/globals';
import { settingsAsText } from '../../../contract/deployed-settings.ts';
import { watchedMetricCount } from '../../../cost/monitoring.ts';
import { CHANGES, EVERY_ALARM } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { alarmsOf } from '../support/template.ts';

/** CloudWatch bills an alarm for each metric of its expression. */
function watchedIn(settings: Record<string, unknown>): number {
  return [...alarmsOf(synthesize(settings).template).values()]
    .map(({ Metrics = [] }) => Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length || 1)
    .reduce((sum, count) => sum + count, 0);
}

test.each([{}, ...Object.values(CHANGES).map(({ to }) => to), EVERY_ALARM])(
  'the model of the cost counts the metrics that the alarms watch: %j',
  (settings) => {
    expect(watchedMetricCount(settingsAsText(settings))).toBe(watchedIn(settings));
  },
);
