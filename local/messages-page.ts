import type { TableConnection } from '../cli/deployment/table-connection.ts';
import type { Ui } from '../cli/ui/start-ui.ts';
import { LOCAL_TABLES } from '../contract/tables.ts';
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
  const { readActivityOf, startUi } = await import('../cli/ui/start-ui.ts');
  const connection: TableConnection = {
    name: `tables at ${endpoint}`,
    client: localClient(endpoint),
    ...LOCAL_TABLES,
    retentionDays: async () => retentionDays,
  };
  try {
    const ui = await startUi(port, { connection, readActivity: readActivityOf(connection), tablesUrl });
    return { url: ui.url, stop: () => ui.stop().finally(() => connection.client.destroy()) };
  } catch (error) {
    connection.client.destroy();
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Error(`MESSAGES_PORT ${port} is in use`, { cause: error });
  }
}
