import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { itemOf, type PostedReceipt, recorded } from './item.ts';

/**
 * Powertools Idempotency in front of a put: a copy of a receipt is answered from the idempotency table. It keeps one
 * item per message, which shows the receipt that came last, not the one that says most; there is no history.
 */

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

export const handler = makeIdempotent(
  async (event: APIGatewayProxyEventV2) => {
    const receipt = JSON.parse(event.body ?? '') as PostedReceipt;
    await client.send(new PutCommand({ TableName: process.env.RECEIPTS_TABLE, Item: itemOf(receipt, new Date()) }));
    return recorded(receipt.payload.umid);
  },
  {
    persistenceStore: new DynamoDBPersistenceLayer({ tableName: process.env.IDEMPOTENCY_TABLE ?? '' }),
    config: new IdempotencyConfig({ eventKeyJmesPath: 'body' }),
  },
);
