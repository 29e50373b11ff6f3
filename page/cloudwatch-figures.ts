import { CloudWatchClient, type CloudWatchClientConfig } from '@aws-sdk/client-cloudwatch';
import type { TableConnection } from '../lookup/table-connection.ts';
import { cloudWatchActivity } from './cloudwatch-activity.ts';
import { cloudWatchOperations } from './cloudwatch-operations.ts';
import type { ReadFigures } from './operations.ts';

/** A person waits for the page. */
const TIMEOUTS: CloudWatchClientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

/** Reads the figures of a stack from CloudWatch. */
export function cloudWatchFigures(
  { queueNames = {} }: Pick<TableConnection, 'queueNames'>,
  metricsNamespace: string,
  config: CloudWatchClientConfig = {},
): ReadFigures {
  const withClient = async <T>(read: (client: CloudWatchClient) => Promise<T>): Promise<T> => {
    const client = new CloudWatchClient({ ...TIMEOUTS, ...config });
    return read(client).finally(() => client.destroy());
  };
  return {
    readActivity: (now) => withClient((client) => cloudWatchActivity(client, metricsNamespace, now)),
    readOperations: (now) => withClient((client) => cloudWatchOperations(client, metricsNamespace, queueNames, now)),
  };
}
