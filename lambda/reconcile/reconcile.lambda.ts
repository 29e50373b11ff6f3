import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readReconcileEnvironment } from '../environment.ts';
import { dynamoDbClient } from '../store/client.ts';
import { readMessages } from '../store/read-messages.ts';
import { receiptStore } from '../store/receipt-store.ts';
import { jsonLog } from '../telemetry/json-log.ts';
import { reconcileMetrics } from '../telemetry/reconcile-metrics.ts';
import { createReconcileHandler } from './reconcile.ts';
import { sqsStepQueue } from './sqs-step-queue.ts';
import { readVendorApiKey } from './vendor-api-key.ts';

const environment = readReconcileEnvironment(process.env);
const { receiptsTable: table, retentionDays, apiUrl: url } = environment;
// Nobody waits for an answer, so slow answers and throttling only cost time
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
const secrets = new SecretsManagerClient({ requestHandler });
const client = dynamoDbClient({ maxAttempts: 8, requestHandler });

export const handler = createReconcileHandler({
  vendor: async () => ({ url, apiKey: await readVendorApiKey(secrets, environment.apiKeySecretId) }),
  send: sqsStepQueue(environment.queueUrl, { requestHandler }),
  readMessages: (umids, signal) => readMessages(client, table, umids, signal),
  receipts: receiptStore(client, { table, retentionDays, retryThrottling: true }),
  now: () => new Date(),
  log: (line) => {
    const metrics = reconcileMetrics(line, environment.metrics, new Date());
    jsonLog(line.outcome === 'failed' ? 'ERROR' : 'INFO', { ...line, ...metrics });
  },
});
