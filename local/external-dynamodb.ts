import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { localClient } from '../toolbox/dynamodb-client.ts';

/**
 * Checks that a DynamoDB answers at the endpoint.
 *
 * @throws Error that says what happened instead, and what to do
 */
export async function requireDynamoDb(endpoint: string): Promise<void> {
  const client = localClient(endpoint, { maxAttempts: 1 });
  try {
    await client.send(new ListTablesCommand({}));
  } catch (error) {
    throw new Error(
      `DYNAMODB_ENDPOINT ${endpoint} does not answer as DynamoDB does (${reasonOf(error)}). ` +
        'Start it, correct the address, or leave the variable out for an embedded DynamoDB.',
      { cause: error },
    );
  } finally {
    client.destroy();
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
