import { LOCAL_TABLES } from '../contract/tables.ts';
import type { TableConnection } from '../lookup/table-connection.ts';
import type { Ui } from '../page/start-ui.ts';
import { localClient } from '../toolbox/dynamodb-client.ts';

/**
 * Serves the page of `receipts ui` for the local tables.
 *
 * @param port - 0 picks a free one
 * @param tablesUrl - returns the address of dynamodb-admin; undefined until it has started
 * @throws Error if the port is taken
 */
export async function startMessagesPage(
  endpoint: string,
  port: number,
  retentionDays: number,
  tablesUrl: () => string | undefined,
): Promise<Ui> {
  const [{ startUi }, { tableFigures }] = await Promise.all([
    import('../page/start-ui.ts'),
    import('../page/table-figures.ts'),
  ]);
  const connection: TableConnection = {
    name: `tables at ${endpoint}`,
    toolOptions: { dynamodb: endpoint },
    client: localClient(endpoint),
    ...LOCAL_TABLES,
    retentionDays: async () => retentionDays,
  };
  try {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const ui = await startUi(port, { connection, ...tableFigures(connection), tablesUrl, timeZone });
    return { url: ui.url, stop: () => ui.stop().finally(() => connection.client.destroy()) };
  } catch (error) {
    connection.client.destroy();
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Error(`MESSAGES_PORT ${port} is in use`, { cause: error });
  }
}
