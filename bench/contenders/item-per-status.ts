import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { itemOf, type PostedReceipt, recorded } from './item.ts';

/**
 * One item per status, keyed by message and status: a copy of a receipt replaces its item. What a message's current
 * status is, whoever reads must find out from all of its items.
 */

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

export const handler = async (event: APIGatewayProxyEventV2) => {
  const receipt = JSON.parse(event.body ?? '') as PostedReceipt;
  const { history: _, ...attributes } = itemOf(receipt, new Date());
  const status = `${attributes.statusTimestamp} ${attributes.state} ${attributes.detail ?? ''}`;
  await client.send(new PutCommand({ TableName: process.env.STATUSES_TABLE, Item: { ...attributes, status } }));
  return recorded(receipt.payload.umid);
};
