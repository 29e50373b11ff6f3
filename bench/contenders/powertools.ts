import { IdempotencyConfig } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { makeHandlerIdempotent } from '@aws-lambda-powertools/idempotency/middleware';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { z } from 'zod';
import { itemOf, recorded } from './item.ts';

/**
 * A common recommendation for production: middy around the handler, zod for the body, Powertools for logs, metrics and
 * idempotency. The idempotency table answers copies of a receipt. The item has the last receipt, not the greatest status,
 * and no history.
 */

const receiptSchema = z.object({
  namespace: z.literal('SMS'),
  eventType: z.literal('outbound_message_status_changed'),
  payload: z.object({
    umid: z.uuid(),
    batchId: z.string().optional(),
    clientMessageId: z.string().optional(),
    clientBatchId: z.string().optional(),
    subAccountId: z.string().optional(),
    source: z.string().optional(),
    destination: z.string().optional(),
    status: z.object({
      state: z.string(),
      detail: z.string().optional(),
      timestamp: z.iso.datetime(),
      errorCode: z.number().int().optional(),
      errorMessage: z.string().optional(),
    }),
    price: z.object({ total: z.number(), perSms: z.number().optional(), currency: z.string() }).optional(),
    smsCount: z.number().int().optional(),
  }),
});

const logger = new Logger({ serviceName: 'receipts' });
const metrics = new Metrics({ serviceName: 'receipts', namespace: 'Receipts' });
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

const idempotency = {
  persistenceStore: new DynamoDBPersistenceLayer({ tableName: process.env.IDEMPOTENCY_TABLE ?? '' }),
  config: new IdempotencyConfig({ eventKeyJmesPath: 'body' }),
};

export const handler = middy()
  .use(httpErrorHandler())
  .use(httpJsonBodyParser<APIGatewayProxyEventV2>())
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .use(makeHandlerIdempotent(idempotency))
  .handler(async (event: APIGatewayProxyEventV2) => {
    const receipt = receiptSchema.parse(event.body);
    await client.send(new PutCommand({ TableName: process.env.RECEIPTS_TABLE, Item: itemOf(receipt, new Date()) }));
    const { umid, status } = receipt.payload;
    metrics.addMetric('Recorded', MetricUnit.Count, 1);
    logger.info('recorded', { umid, state: status.state });
    return recorded(umid);
  });
