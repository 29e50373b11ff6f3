import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TableConnection } from '../cli/deployment/table-connection.ts';
import type { Ui } from '../cli/ui/start-ui.ts';
import { LOCAL_TABLES } from '../contract/tables.ts';

export interface MessagesPageOptions {
  readonly client: DynamoDBDocumentClient;
  /** Of the DynamoDB. */
  readonly endpoint: string;
  readonly retentionDays: number;
  /** Where dynamodb-admin is, once it is there. */
  readonly tablesUrl: () => string | undefined;
}

/**
 * Serves the page of `receipts ui` for the local tables.
 *
 * @param port - 0 picks a free one
 * @throws Error where the port is taken
 */
export async function startMessagesPage(port: number, options: MessagesPageOptions): Promise<Ui> {
  const { client, endpoint, retentionDays, tablesUrl } = options;
  const connection: TableConnection = {
    name: `tables at ${endpoint}`,
    client,
    ...LOCAL_TABLES,
    retentionDays: async () => retentionDays,
  };
  const { startUi } = await import('../cli/ui/start-ui.ts');
  const { readActivityOf } = await import('../cli/ui/read-activity.ts');
  try {
    return await startUi(port, { connection, readActivity: readActivityOf(connection), tablesUrl });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Error(`MESSAGES_PORT ${port} is in use`, { cause: error });
  }
}
