import { ERROR_CLASS_METRICS, METRICS, REQUEST_OUTCOMES } from '../contract/metrics.ts';
import { STATES } from '../eight-by-eight/states.ts';

/** Settings as the stack publishes them; what is missing has its default. */
export type SettingTexts = Readonly<Record<string, string>>;

/** The ids in a setting that is a list; none if it is missing or `none`. */
export function listOf(settings: SettingTexts, name: string): readonly string[] {
  const text = settings[name] ?? 'none';
  return text === 'none' ? [] : text.split(',');
}

/** Whether a feature is on that a deployment without the setting does not have. */
export function has(settings: SettingTexts, name: string): boolean {
  return !['off', 'none', undefined].includes(settings[name]);
}

/**
 * The metrics of a namespace, if each has values in each hour: receipts in total and by state, requests by outcome, and the others
 * once. The reconciled ones are also counted for each sub-account.
 */
export function metricCount(settings: SettingTexts): number {
  const names = Object.values(METRICS);
  const ofReconciling = names.filter((name) => name.startsWith('reconciled'));
  const once = names.length - ofReconciling.length - ['requests', 'receipts'].length;
  // The undocumented states are one; requests without a route are counted by the access log
  const ofReceiving = REQUEST_OUTCOMES.length + 1 + STATES.length + 1 + once + 1;
  const subAccounts = listOf(settings, 'reconcileSubAccounts');
  const ofErrors = settings.errorAlarms === 'on' ? Object.keys(ERROR_CLASS_METRICS).length : 0;
  const ofSpend = listOf(settings, 'spendAlarm').length;
  return (
    ofReceiving + ofErrors + ofSpend + (subAccounts.length > 0 ? ofReconciling.length + 2 * subAccounts.length : 0)
  );
}

/** The metrics that the alarms watch always, and for each sub-account that is reconciled. A test counts them in the template. */
const ALWAYS_WATCHED = 23;
const WATCHED_OF_SUB_ACCOUNT = 2;

/** The metrics that the alarms watch. */
export function watchedMetricCount(settings: SettingTexts): number {
  if (settings.alarms === 'off') return 0;
  const subAccounts = listOf(settings, 'reconcileSubAccounts');
  const added: readonly (readonly [isOn: boolean, metrics: number])[] = [
    [has(settings, 'silenceAlarmMinutes'), 1],
    [settings.errorAlarms === 'on', Object.keys(ERROR_CLASS_METRICS).length],
    [has(settings, 'spendAlarm'), listOf(settings, 'spendAlarm').length],
    [has(settings, 'slowDeliveryMinutes'), 1],
    [has(settings, 'probeMinutes'), 1],
    [has(settings, 'lowDeliveryPercent'), 2],
    [has(settings, 'stalledDeliveryMinutes'), 2],
    [(settings.allowedSources ?? 'any') !== 'any', 1],
    [has(settings, 'domainName'), 1],
    [has(settings, 'events'), 2],
    [has(settings, 'archive'), 4],
    [settings.otherWebhooks === 'forward', 2],
    [has(settings, 'pageIssuer'), 2],
    [subAccounts.length > 0, 3 + WATCHED_OF_SUB_ACCOUNT * subAccounts.length],
  ];
  return added.reduce((sum, [isOn, metrics]) => sum + (isOn ? metrics : 0), ALWAYS_WATCHED);
}
