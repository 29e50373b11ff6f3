import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { listen } from '../../support/listen.ts';

interface Query {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

export interface MetricDataRequest {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly MetricDataQueries: readonly Query[];
}

export interface FakeCloudWatch {
  readonly endpoint: string;
  readonly requests: MetricDataRequest[];
  close(): Promise<void>;
}

export const ALARM = {
  AlarmName: 'SmsReceipts-page-requests-unavailable',
  AlarmDescription: 'Receipts are being lost.',
};
export const ALARM_SINCE = '2090-03-05T15:20:00.000Z';

/**
 * A fake of CloudWatch at its wire protocol, with GetMetricData, and DescribeAlarms of one alarm that is on.
 *
 * @param valuesOf - the values of a metric, such as `receipts Sum sent`, by epoch seconds; undefined refuses the request
 */
export async function startFakeCloudWatch(
  valuesOf: ((metric: string) => Readonly<Record<number, number>>) | undefined,
): Promise<FakeCloudWatch> {
  const requests: MetricDataRequest[] = [];
  const server = createServer(async (request, response) => {
    const input = (await json(request)) as MetricDataRequest;
    if (request.headers['x-amz-target']?.toString().endsWith('.DescribeAlarms')) {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(
        JSON.stringify({ MetricAlarms: [{ ...ALARM, StateUpdatedTimestamp: Date.parse(ALARM_SINCE) / 1000 }] }),
      );
      return;
    }
    requests.push(input);
    response.writeHead(valuesOf ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
    if (valuesOf === undefined) {
      response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'cloudwatch:GetMetricData is missing' }));
      return;
    }
    const MetricDataResults = input.MetricDataQueries.map(({ Id, MetricStat: { Metric, Stat } }) => {
      const state = Metric.Dimensions?.[0]?.Value;
      const values = Object.entries(valuesOf([Metric.MetricName, Stat, state].filter(Boolean).join(' ')));
      // As with ScanBy TimestampDescending
      values.sort(([a], [b]) => Number(b) - Number(a));
      return { Id, Timestamps: values.map(([time]) => Number(time)), Values: values.map(([, value]) => value) };
    });
    response.end(JSON.stringify({ MetricDataResults }));
  });
  return { ...(await listen(server)), requests };
}
