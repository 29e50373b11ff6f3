import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Records the name of every request that a client sends from now on, the SDK's own retries included. */
export function countRequests(client: Pick<DynamoDBClient, 'middlewareStack'>): string[] {
  const requests: string[] = [];
  client.middlewareStack.add(
    (next, context) => (args) => {
      requests.push(String(context.commandName));
      return next(args);
    },
    // After the retry middleware, so that retries count
    { step: 'finalizeRequest', priority: 'low', name: `countRequests-${requests.length}` },
  );
  return requests;
}
