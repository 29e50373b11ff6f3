import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { METRICS, type MetricName } from '../contract/metrics.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../toolbox/clock.ts';
import type { AlarmNow, Operations, Rate } from './operations.ts';

const WEEK_MS = 7 * DAY_MS;

/**
 * Reads alarms and metrics of a stack; needs the permissions `cloudwatch:GetMetricData` and `DescribeAlarms`.
 *
 * @param namespace - the name of the stack, with which the names of its alarms begin
 * @param queueNames - of its queues, by their name for people
 */
export async function cloudWatchOperations(
  client: CloudWatchClient,
  namespace: string,
  queueNames: Readonly<Record<string, string>>,
  now: Date,
): Promise<Operations> {
  const weekAgo = new Date(now.getTime() - WEEK_MS);
  const [alarms, minutes, then, hours] = await Promise.all([
    readAlarms(client, namespace),
    readMetrics(client, [...ratesOf(namespace), receiptsOf(namespace), ...queuesOf(queueNames)], now, 3 * HOUR_MS),
    readMetrics(client, ratesOf(namespace), weekAgo, HOUR_MS),
    readMetrics(client, [receiptsOf(namespace, HOUR_MS)], now, WEEK_MS),
  ]);
  const [delivered, final, receipts, ...queues] = minutes;
  const since = now.getTime() - HOUR_MS;
  return {
    alarms,
    queues: Object.fromEntries(Object.keys(queueNames).map((name, at) => [name, newestValue(queues[at])])),
    lastReceiptAt: (newestTime(receipts) ?? newestTime(hours[0]))?.toISOString(),
    lastHour: { delivered: sumOf(delivered, since), final: sumOf(final, since) },
    weekBefore: rateOf(then),
    origin: 'From CloudWatch, which is a few minutes behind.',
  };
}

async function readAlarms(client: CloudWatchClient, namespace: string): Promise<AlarmNow[]> {
  const alarms = new DescribeAlarmsCommand({ AlarmNamePrefix: `${namespace}-`, StateValue: 'ALARM', MaxRecords: 100 });
  const { MetricAlarms = [] } = await client.send(alarms);
  return MetricAlarms.map(({ AlarmName = '', AlarmDescription = '', StateUpdatedTimestamp }) => ({
    name: AlarmName,
    description: AlarmDescription,
    since: StateUpdatedTimestamp?.toISOString(),
  })).sort((a, b) => ((a.since ?? '') < (b.since ?? '') ? 1 : -1));
}

async function readMetrics(
  client: CloudWatchClient,
  queries: readonly Omit<MetricDataQuery, 'Id'>[],
  end: Date,
  lengthMs: number,
): Promise<MetricDataResult[]> {
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(end.getTime() - lengthMs),
      EndTime: end,
      ScanBy: 'TimestampDescending',
      MetricDataQueries: queries.map((query, at) => ({ ...query, Id: `q${at}` })),
    }),
  );
  return queries.map((_, at) => MetricDataResults.find(({ Id }) => Id === `q${at}`) ?? {});
}

function ratesOf(namespace: string): Omit<MetricDataQuery, 'Id'>[] {
  return [own(namespace, METRICS.delivered, 'Sum'), own(namespace, METRICS.delivered, 'SampleCount')];
}

function receiptsOf(namespace: string, periodMs?: number): Omit<MetricDataQuery, 'Id'> {
  return own(namespace, METRICS.receipts, 'Sum', periodMs);
}

function own(
  Namespace: string,
  MetricName: MetricName,
  Stat: string,
  periodMs = MINUTE_MS,
): Omit<MetricDataQuery, 'Id'> {
  return { MetricStat: { Metric: { Namespace, MetricName }, Period: periodMs / 1000, Stat } };
}

function queuesOf(names: Readonly<Record<string, string>>): Omit<MetricDataQuery, 'Id'>[] {
  return Object.values(names).map((queue) => ({
    MetricStat: {
      Metric: {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: queue }],
      },
      Period: MINUTE_MS / 1000,
      Stat: 'Maximum',
    },
  }));
}

function rateOf([delivered, final]: readonly MetricDataResult[]): Rate {
  return { delivered: sumOf(delivered), final: sumOf(final) };
}

function sumOf({ Timestamps = [], Values = [] }: MetricDataResult = {}, sinceMs = 0): number {
  return Values.reduce((sum, value, at) => sum + ((Timestamps[at]?.getTime() ?? 0) >= sinceMs ? value : 0), 0);
}

function newestValue({ Values = [] }: MetricDataResult = {}): number {
  return Values[0] ?? 0;
}

/** A body that is set aside counts as 0 receipts. */
function newestTime({ Timestamps = [], Values = [] }: MetricDataResult = {}): Date | undefined {
  return Timestamps.find((_, at) => (Values[at] ?? 0) > 0);
}
