import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readVendorApiKey } from './auth/vendor-api-key.ts';
import { readReconcileEnvironment } from './environment.ts';
import { createReconcileHandler } from './handlers/reconcile.ts';
import { sqsStepQueue } from './queue/sqs-step-queue.ts';
import { dynamoDbClient } from './store/client.ts';
import { readMessages } from './store/read-messages.ts';
import { receiptStore } from './store/receipt-store.ts';
import { jsonLog } from './telemetry/json-log.ts';
import { reconcileMetrics } from './telemetry/reconcile-metrics.ts';

const environment = readReconcileEnvironment(process.env);
const { receiptsTable: table, retentionDays, apiUrl: url } = environment;
const secrets = new SecretsManagerClient({});
// Nobody waits for an answer: throttling and slow answers are waited out
const client = dynamoDbClient({
  maxAttempts: 8,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000 },
});

export const handler = createReconcileHandler({
  vendor: async () => ({ url, apiKey: await readVendorApiKey(secrets, environment.apiKeySecretId) }),
  send: sqsStepQueue(environment.queueUrl),
  readMessages: (umids, signal) => readMessages(client, table, umids, signal),
  receipts: receiptStore(client, { table, retentionDays, retryThrottling: true }),
  now: () => new Date(),
  log: (line) => {
    const metrics = reconcileMetrics(line, environment.metrics, new Date());
    jsonLog(line.outcome === 'failed' ? 'ERROR' : 'INFO', { ...line, ...metrics });
  },
});
