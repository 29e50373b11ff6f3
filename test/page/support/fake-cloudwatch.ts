import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

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

/**
 * A fake of CloudWatch at its wire protocol, only with GetMetricData.
 *
 * @param valuesOf - the values of a metric, such as `receipts Sum sent`, by epoch seconds; undefined refuses the request
 */
export async function startFakeCloudWatch(
  valuesOf: ((metric: string) => Readonly<Record<number, number>>) | undefined,
): Promise<FakeCloudWatch> {
  const requests: MetricDataRequest[] = [];
  const server = createServer(async (request, response) => {
    const input = (await json(request)) as MetricDataRequest;
    requests.push(input);
    response.writeHead(valuesOf ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
    if (valuesOf === undefined) {
      response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'cloudwatch:GetMetricData is missing' }));
      return;
    }
    const MetricDataResults = input.MetricDataQueries.map(({ Id, MetricStat: { Metric, Stat } }) => {
      const state = Metric.Dimensions?.[0]?.Value;
      const values = Object.entries(valuesOf([Metric.MetricName, Stat, state].filter(Boolean).join(' ')));
      return { Id, Timestamps: values.map(([time]) => Number(time)), Values: values.map(([, value]) => value) };
    });
    response.end(JSON.stringify({ MetricDataResults }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
