import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { itemOf, type PostedReceipt } from './item.ts';

/**
 * The minimum with the AWS SDK: parse the body, put an item. No authentication, validation, order, history or log. The last
 * receipt replaces the item.
 */

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

export const handler = async (event: APIGatewayProxyEventV2) => {
  const receipt = JSON.parse(event.body ?? '') as PostedReceipt;
  await client.send(new PutCommand({ TableName: process.env.RECEIPTS_TABLE, Item: itemOf(receipt, new Date()) }));
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outcome: 'recorded', umid: receipt.payload.umid }),
  };
};
