import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { requestMetrics } from '../../lambda/telemetry/metrics.ts';
import type { RequestLog } from '../../lambda/telemetry/request-log.ts';
import { type Activity, type CountedState, emptyHours, hourOf } from '../../page/activity.ts';
import { cloudWatchActivity } from '../../page/cloudwatch-activity.ts';
import { cloudWatchOperations } from '../../page/cloudwatch-operations.ts';
import { tableActivity } from '../../page/table-activity.ts';
import { tableOperations } from '../../page/table-operations.ts';
import { sampleReceipt } from '../fixtures/samples.ts';
import { type FreshTables, freshTables } from '../support/engine.ts';
import { receiverOn } from '../support/receiver.ts';
import { ALARM, ALARM_SINCE, type FakeCloudWatch, startFakeCloudWatch } from './support/fake-cloudwatch.ts';

const HOUR_MS = 3_600_000;
/** In the future, because DynamoDB Local deletes what has expired. */
const NOW = new Date('2090-03-05T15:40:00Z');
const FIRST_HOUR = Date.parse('2090-03-04T16:00:00Z');

/** The counts, without the hours in which there was nothing. */
function counted({ hours }: Activity) {
  return hours.flatMap(({ receipts, terminal, delivered }, hour) =>
    receipts.size === 0 && terminal === 0 ? [] : [{ hour, ...Object.fromEntries(receipts), terminal, delivered }],
  );
}

/** @param message - a hexadecimal digit that stands for the message */
function receiptOf(message: string, status: { state: string; detail: string | undefined; timestamp: string }) {
  return sampleReceipt(({ payload }) => {
    payload.umid = `${message.repeat(8)}-0000-4000-8000-000000000000`;
    payload.status = status;
  });
}

describe('the activity of the last 24 hours by the table', () => {
  let tables: FreshTables;
  beforeAll(async () => {
    tables = await freshTables();
  });
  afterAll(() => tables.client.destroy());

  it('equals that by the metrics', async () => {
    let now = NOW;
    const byMetrics = emptyHours(NOW);
    const log = (line: RequestLog): void => {
      const hour = hourOf(byMetrics, now.getTime());
      const { receipts, delivered } = requestMetrics(line, { namespace: 'test', bySubAccount: false }, now);
      if (hour === undefined || receipts === undefined || !('state' in line)) return;
      const state = line.state as CountedState;
      hour.receipts.set(state, (hour.receipts.get(state) ?? 0) + receipts);
      if (delivered === undefined) return;
      hour.terminal += 1;
      hour.delivered += delivered;
    };
    const { post } = receiverOn(tables, { now: () => now, log });
    const send = async (message: string, hoursAgo: number, state: string, detail?: string) => {
      now = new Date(NOW.getTime() - hoursAgo * HOUR_MS);
      const body = receiptOf(message, { state, detail, timestamp: now.toISOString() });
      expect(await post({ body })).toMatchObject({ statusCode: 200 });
    };
    await send('a', 23.9, 'queued'); // before the first hour
    await send('a', 23.5, 'sent');
    await send('a', 2, 'delivered', 'delivered_to_operator');
    await send('a', 2, 'delivered', 'delivered_to_recipient');
    await send('a', 2, 'delivered', 'delivered_to_recipient'); // a duplicate
    await send('a', 1, 'read');
    await send('b', 0, 'rejected');
    await send('c', 0, 'a state of tomorrow');
    await send('c', 0.5, 'queued'); // stale
    await send('d', 48, 'delivered');

    const activity = await tableActivity(tables, NOW);
    expect(activity.hours).toHaveLength(24);
    expect(activity.hours[0]?.start).toBe(FIRST_HOUR);
    expect(activity.origin).toBe('Counted from the receipts table.');
    expect(counted(activity)).toEqual(counted({ hours: byMetrics, origin: '' }));
    expect(counted(activity)).toEqual([
      { hour: 0, sent: 1, terminal: 0, delivered: 0 },
      { hour: 21, delivered: 1, terminal: 1 },
      { hour: 22, read: 1, terminal: 0, delivered: 0 },
      { hour: 23, rejected: 1, not_documented: 1, queued: 1, terminal: 1, delivered: 0 },
    ]);
  });
});

describe('the activity of the last 24 hours by CloudWatch', () => {
  let cloudWatch: FakeCloudWatch;
  let client: CloudWatchClient;
  const start = async (...values: Parameters<typeof startFakeCloudWatch>) => {
    cloudWatch = await startFakeCloudWatch(...values);
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new CloudWatchClient({ region: 'us-east-1', endpoint: cloudWatch.endpoint, credentials });
  };
  afterEach(async () => {
    await cloudWatch.close();
  });

  it('has the metrics of the stack by hour', async () => {
    const at = (hour: number) => FIRST_HOUR / 1000 + hour * 3600;
    const values: Readonly<Record<string, Record<number, number>>> = {
      'receipts Sum sent': { [at(0)]: 5, [at(23)]: 7 },
      'receipts Sum delivered': { [at(23)]: 4 },
      'delivered Sum': { [at(23)]: 4 },
      'delivered SampleCount': { [at(23)]: 6 },
    };
    await start((metric) => values[metric] ?? {});
    const activity = await cloudWatchActivity(client, 'SmsReceipts', NOW);
    expect(counted(activity)).toEqual([
      { hour: 0, sent: 5, terminal: 0, delivered: 0 },
      { hour: 23, sent: 7, delivered: 4, terminal: 6 },
    ]);
    const [request, ...more] = cloudWatch.requests;
    expect(more).toEqual([]);
    expect(request).toMatchObject({ StartTime: FIRST_HOUR / 1000, EndTime: NOW.getTime() / 1000 });
    expect(request?.MetricDataQueries).toHaveLength(13);
    for (const { MetricStat } of request?.MetricDataQueries ?? []) {
      expect(MetricStat).toMatchObject({ Metric: { Namespace: 'SmsReceipts' }, Period: 3600 });
    }
  });

  it('has the alarms that are on, the queues, the last receipt and the rates of the last hour and a week before', async () => {
    const minutesAgo = (minutes: number) => NOW.getTime() / 1000 - minutes * 60;
    const values: Readonly<Record<string, Record<number, number>>> = {
      'receipts Sum': { [minutesAgo(2)]: 0, [minutesAgo(7)]: 3 },
      'delivered Sum': { [minutesAgo(2)]: 4, [minutesAgo(90)]: 9 },
      'delivered SampleCount': { [minutesAgo(2)]: 5, [minutesAgo(90)]: 9 },
      'ApproximateNumberOfMessagesVisible Maximum Fallback': { [minutesAgo(1)]: 12, [minutesAgo(9)]: 40 },
    };
    await start((metric) => values[metric] ?? {});
    const queues = { 'Fallback queue': 'Fallback', 'Dead-letter queue': 'Dead' };
    expect(await cloudWatchOperations(client, 'SmsReceipts', queues, NOW)).toEqual({
      alarms: [{ name: ALARM.AlarmName, description: ALARM.AlarmDescription, since: ALARM_SINCE }],
      queues: { 'Fallback queue': 12, 'Dead-letter queue': 0 },
      lastReceiptAt: new Date(minutesAgo(7) * 1000).toISOString(),
      lastHour: { delivered: 4, final: 5 },
      weekBefore: { delivered: 13, final: 14 },
      origin: expect.stringContaining('CloudWatch'),
    });
    const weekAgo = NOW.getTime() / 1000 - 7 * 24 * 3600;
    expect(cloudWatch.requests.map(({ EndTime }) => EndTime).sort()).toEqual([
      weekAgo,
      NOW.getTime() / 1000,
      NOW.getTime() / 1000,
    ]);
  });

  it('is an error if the permission is missing', async () => {
    await start(undefined);
    await expect(cloudWatchActivity(client, 'SmsReceipts', NOW)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('what operations look at first', () => {
  it('from the table: the last receipt, and the rate of the last hour and of the same hour a week before', async () => {
    const tables = await freshTables();
    let now = NOW;
    const { post } = receiverOn(tables, { now: () => now });
    const send = async (message: string, hoursAgo: number, state: string, detail?: string) => {
      now = new Date(NOW.getTime() - hoursAgo * HOUR_MS);
      const body = receiptOf(message, { state, detail, timestamp: now.toISOString() });
      expect(await post({ body })).toMatchObject({ statusCode: 200 });
    };
    await send('a', 0.5, 'delivered');
    await send('b', 0.4, 'delivered', 'delivered_to_operator');
    await send('c', 0.3, 'failed');
    await send('d', 1.5, 'failed');
    await send('e', 168.5, 'delivered');
    await send('f', 167, 'delivered'); // after that hour
    expect(await tableOperations(tables, NOW)).toMatchObject({
      alarms: undefined,
      lastReceiptAt: new Date(NOW.getTime() - 0.3 * HOUR_MS).toISOString(),
      lastHour: { delivered: 1, final: 2 },
      weekBefore: { delivered: 1, final: 1 },
    });
    tables.client.destroy();
  });
});
