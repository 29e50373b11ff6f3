import type { TableConnection } from '../deployment/table-connection.ts';
import type { ReadActivity } from './activity.ts';

/** By the metrics where the tables are those of a stack, by the receipts table where they are local. */
export function readActivityOf(connection: TableConnection): ReadActivity {
  const { metricsNamespace } = connection;
  if (metricsNamespace === undefined) {
    return async (now) => (await import('./table-activity.ts')).tableActivity(connection, now);
  }
  return async (now) => (await import('./cloudwatch-activity.ts')).cloudWatchActivity(metricsNamespace, now);
}
