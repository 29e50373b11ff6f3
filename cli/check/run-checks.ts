import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DAY_MS, HOUR_MS } from '../../toolbox/clock.ts';
import { describeError, isAccessDenied } from '../../toolbox/errors.ts';
import { awsConfig, withClient } from '../deployment/aws.ts';
import { type Check, type CheckResult, type Finding, failed, skipped } from './check-result.ts';

/** The credentials do not permit a read. The message is the missing permission. */
class MissingPermissionError extends Error {
  override readonly name = 'MissingPermissionError';
}

/** Runs all checks, even after a failed one. Yields each result immediately. */
export async function* runChecks(checks: readonly Check[]): AsyncGenerator<CheckResult> {
  for (const [check, run] of checks) {
    yield { check, ...(await run().catch((error) => missingPermission(error) ?? failed(describeError(error)))) };
  }
}

/** A check that is skipped if what it reads cannot be read. */
export function skipUnreadable([check, run]: Check): Check {
  const unreadable = (error: unknown) =>
    missingPermission(error) ?? skipped(`could not be read: ${describeError(error)}`);
  return [check, () => run().catch(unreadable)];
}

/** The result of a check that lacks a permission; undefined for other errors. */
function missingPermission(error: unknown): Finding | undefined {
  return error instanceof MissingPermissionError ? skipped(`needs the permission ${error.message}`) : undefined;
}

/** Sends a request. If the permission is missing, the error names it. */
export async function ask<Client extends { destroy(): void }, T>(
  action: string,
  client: Client,
  send: (client: Client) => Promise<T>,
): Promise<T> {
  return withClient(client, send).catch((error: unknown) => {
    throw isAccessDenied(error) ? new MissingPermissionError(action) : error;
  });
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
