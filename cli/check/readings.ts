import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DAY_MS, HOUR_MS } from '../../toolbox/clock.ts';
import { describeError, isAccessDenied } from '../../toolbox/errors.ts';
import { awsConfig } from '../deployment/aws.ts';
import { type Check, type Finding, skipped } from './check-result.ts';

/** The credentials do not permit a read. The message is the missing permission. */
class MissingPermissionError extends Error {
  override readonly name = 'MissingPermissionError';
}

/** A check that is skipped if what it reads cannot be read. */
export function skipUnreadable([check, run]: Check): Check {
  return [check, () => run().catch(notReadable)];
}

function notReadable(error: unknown): Finding {
  return missingPermission(error) ?? skipped(`could not be read: ${describeError(error)}`);
}

/** The result of a check that lacks a permission; undefined for other errors. */
export function missingPermission(error: unknown): Finding | undefined {
  return error instanceof MissingPermissionError ? skipped(`needs the permission ${error.message}`) : undefined;
}

/** Sends a request. If the permission is missing, the error names it. */
export async function ask<Client extends { destroy(): void }, T>(
  action: string,
  client: Client,
  send: (client: Client) => Promise<T>,
): Promise<T> {
  try {
    return await send(client);
  } catch (error) {
    if (isAccessDenied(error)) throw new MissingPermissionError(action);
    throw error;
  } finally {
    client.destroy();
  }
}

export type Metric = readonly [namespace: string, name: string, dimensions: Readonly<Record<string, string>>];

/** The sum of each metric over the last day. */
export async function readCounts(metrics: readonly Metric[]): Promise<number[]> {
  const { MetricDataResults = [] } = await ask(
    'cloudwatch:GetMetricData',
    new CloudWatchClient(awsConfig()),
    (client) =>
      client.send(
        new GetMetricDataCommand({
          StartTime: new Date(Date.now() - DAY_MS),
          EndTime: new Date(),
          MetricDataQueries: metrics.map(([Namespace, MetricName, dimensions], at) => ({
            Id: `m${at}`,
            MetricStat: {
              Stat: 'Sum',
              Period: HOUR_MS / 1000,
              Metric: {
                Namespace,
                MetricName,
                Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
              },
            },
          })),
        }),
      ),
  );
  return metrics.map((_, at) => {
    const { Values = [] } = MetricDataResults.find(({ Id }) => Id === `m${at}`) ?? {};
    return Values.reduce((sum, value) => sum + value, 0);
  });
}
