import { DEFAULTS } from '../contract/defaults.ts';
import { archiveCostOf } from './archive-cost.ts';
import { LIST_PRICES } from './list-prices.ts';
import { ASSUMPTIONS, type Assumptions, costOf, eventCostOf, queuePolling, reconcileCost } from './message-cost.ts';
import { has, listOf, metricCount, type SettingTexts, watchedMetricCount } from './monitoring.ts';
import { idlePageCost } from './page-cost.ts';
import { TYPICAL_ARCHIVING, TYPICAL_EVENTS, TYPICAL_USAGE } from './typical-usage.ts';

const MILLION = 1e6;
const DAYS_PER_MONTH = 30;
/** To write the item and its index entry, and to delete both. */
const UNITS_OF_A_PROBE = 4;

/** A line of the bill. */
interface BillLine {
  readonly part: string;
  /** What is billed. */
  readonly what: string;
  /** For a month. */
  readonly dollars: number;
}

export interface Bill {
  readonly messages: number;
  readonly lines: readonly BillLine[];
  readonly total: number;
}

/**
 * All that a receiver costs in a month, in dollars, by the list prices, once it has run as long as items are kept.
 *
 * @param settings - as the stack publishes them; missing ones have their defaults
 * @param messages - of the month
 */
export function monthlyBill(settings: SettingTexts, messages: number): Bill {
  const lines = [...receiving(settings, messages), ...monitoring(settings, messages), ...features(settings, messages)];
  return { messages, lines, total: lines.reduce((sum, { dollars }) => sum + dollars, 0) };
}

/** What the sums rest on, a sentence each. */
export function billAssumptions(): readonly string[] {
  const { asOf, region } = LIST_PRICES;
  return [
    `list prices of ${region} on ${asOf}, without any free tier; other Regions have other prices`,
    `${TYPICAL_USAGE.receipts} receipts a message, with the size of the vendor's sample`,
    `each metric has values in each hour, and each of the alarms and the dashboard is billed`,
    'no set-aside bodies, no receipts through the fallback queue, no warm throughput, no targets of events, no requests to a key',
  ];
}

function receiving(settings: SettingTexts, messages: number): BillLine[] {
  const parts = costOf(TYPICAL_USAGE, assumptionsOf(settings));
  const { perSecretMonth } = LIST_PRICES.secretsManager;
  const requests =
    parts.apiGateway + parts.lambda + parts.dynamoDbWrites + parts.dataOut + parts.secret - perSecretMonth;
  const scaled = (perMillion: number) => (perMillion * messages) / MILLION;
  const days = settings.retentionDays ?? DEFAULTS.retentionDays;
  return [
    { part: 'receipts', what: 'API Gateway, Lambda, writes, data out', dollars: scaled(requests) },
    { part: 'storage', what: `items of ${days} days, with their backups`, dollars: scaled(parts.dynamoDbStorage) },
    { part: 'logs', what: 'of the function and of the API', dollars: scaled(parts.logs) },
    {
      part: 'fixed',
      what: 'the secret of the token, polling of the fallback queue',
      dollars: perSecretMonth + queuePolling(),
    },
  ];
}

function monitoring(settings: SettingTexts, messages: number): BillLine[] {
  const { perMetricMonth, perAlarmMetricMonth, perDashboardMonth } = LIST_PRICES.cloudWatch;
  const [metrics, watched] = [messages > 0 ? metricCount(settings) : 0, watchedMetricCount(settings)];
  return [
    {
      part: 'metrics',
      what: `at most ${metrics}${settings.subAccountMetrics === 'on' ? ', and one for each sub-account' : ''}`,
      dollars: metrics * perMetricMonth,
    },
    { part: 'alarms', what: `${watched} metrics that they watch`, dollars: watched * perAlarmMetricMonth },
    ...(settings.dashboard === 'off'
      ? []
      : [
          {
            part: 'dashboard',
            what: 'free if it is one of the first three of the account',
            dollars: perDashboardMonth,
          },
        ]),
  ];
}

function features(settings: SettingTexts, messages: number): BillLine[] {
  const millions = messages / MILLION;
  const archiveYears = Number(settings.archiveYears ?? DEFAULTS.archiveYears);
  const lines: (BillLine | false)[] = [
    has(settings, 'kmsKeyArn') && {
      part: 'key',
      what: 'your own key, without its requests',
      dollars: LIST_PRICES.kms.perKeyMonth,
    },
    has(settings, 'events') && {
      part: 'events',
      what: 'EventBridge and the publisher',
      dollars: eventCostOf(TYPICAL_EVENTS).total * millions,
    },
    has(settings, 'archive') && {
      part: 'archive',
      what: `Firehose, its function, and S3 for ${archiveYears} years, without queries`,
      dollars: archiveCostOf(TYPICAL_ARCHIVING, messages, archiveYears).total,
    },
    listOf(settings, 'reconcileSubAccounts').length > 0 && {
      part: 'reconciling',
      what: 'a secret, polling of a queue, reads of each message',
      dollars: reconcileCost().total + readsToReconcile(settings) * millions,
    },
    has(settings, 'pageIssuer') && { part: 'page', what: 'a secret, while nobody looks', dollars: idlePageCost() },
  ];
  return [...lines.filter((line) => line !== false), ...probe(settings)];
}

/** Each run is a call of the schedule, two executions, a read of the secret, a request, and a new item that is deleted. */
function probe({ probeMinutes }: SettingTexts): BillLine[] {
  if (probeMinutes === undefined) return [];
  const { apiGateway, lambda, dynamoDb, scheduler, secretsManager } = LIST_PRICES;
  const millionRuns =
    scheduler.perMillionInvocations +
    2 * lambda.perMillionRequests +
    (MILLION / 10_000) * secretsManager.per10000Calls +
    apiGateway.httpApiPerMillion +
    UNITS_OF_A_PROBE * dynamoDb.perMillionWriteUnits;
  const runs = (DAYS_PER_MONTH * 24 * 60) / Number(probeMinutes);
  return [
    { part: 'probe', what: `${runs.toLocaleString('en')} test receipts`, dollars: (runs / MILLION) * millionRuns },
  ];
}

/** The reads of a million messages, in dollars: each run reads the messages of its period and of the hours before, half a unit each. */
function readsToReconcile({ reconcileSchedule = '' }: SettingTexts): number {
  const [, count, unit] = /^rate\((\d+) (hour|day)/.exec(reconcileSchedule) ?? [];
  const period = count === undefined ? DEFAULTS.reconcileHours : Number(count) * (unit === 'day' ? 24 : 1);
  const timesRead = (DEFAULTS.reconcileLookBackHours + period) / period;
  return timesRead * 0.5 * LIST_PRICES.dynamoDb.perMillionReadUnits;
}

function assumptionsOf(settings: SettingTexts): Assumptions {
  const number = (name: keyof typeof DEFAULTS) => Number(settings[name] ?? DEFAULTS[name]);
  return {
    ...ASSUMPTIONS,
    retentionMonths: number('retentionDays') / DAYS_PER_MONTH,
    logRetentionMonths: number('logRetentionDays') / DAYS_PER_MONTH,
    memoryMib: number('memorySize'),
  };
}
