import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { sqsSender } from '../aws/sqs-sender.ts';
import { readReconcileEnvironment } from '../environment.ts';
import { dynamoDbClient } from '../store/dynamodb.ts';
import { readMessages } from '../store/read-messages.ts';
import { createAddNetwork, createRecord } from '../store/receipt-store.ts';
import { reconcileMetrics } from '../telemetry/metrics.ts';
import { writeLog } from '../telemetry/request-log.ts';
import { createReconcileHandler } from './reconcile.ts';
import { readVendorApiKey } from './vendor-api-key.ts';

const environment = readReconcileEnvironment(process.env);
const { receiptsTable: table, retentionDays, vendorApiUrl: url } = environment;
// Nobody waits for an answer, so slow answers and throttling only cost time
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
const secrets = new SecretsManagerClient({ requestHandler });
const send = sqsSender(environment.reconcileQueueUrl, { requestHandler });
const client = dynamoDbClient({ maxAttempts: 8, requestHandler });
const settings = { table, retentionDays, retryThrottling: true };

export const handler = createReconcileHandler({
  vendor: async () => ({ url, apiKey: await readVendorApiKey(secrets, environment.vendorApiKeySecretId) }),
  send: (message, delaySeconds) => send(JSON.stringify(message), { delaySeconds }),
  readMessages: (umids, signal) => readMessages(client, table, umids, signal),
  record: createRecord(client, settings),
  addNetwork: createAddNetwork(client, settings),
  now: () => new Date(),
  log: (line) => writeLog(line, reconcileMetrics(line, environment.metrics, new Date())),
});
