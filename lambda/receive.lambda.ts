import { readReceiveEnvironment } from './environment.ts';
import { allowSources } from './http/source-address.ts';
import { jsonLog } from './json-log.ts';
import { requestMetrics } from './metrics/embedded-metrics.ts';
import { loadedWhenNeeded } from './queue/fallback-queue.ts';
import { receiveReceipt } from './receive-receipt.ts';
import { secretsManagerClient, secretTokens } from './secret/secret-tokens.ts';
import { dynamoDbClient } from './store/client.ts';
import { receiptStore } from './store/receipt-store.ts';
import { setAsideStore } from './store/set-aside-store.ts';

const environment = readReceiveEnvironment(process.env);
const { retentionDays } = environment;
const log = jsonLog('receipts');
const dynamoDb = dynamoDbClient();
const tokens = secretTokens(
  secretsManagerClient(),
  { secretId: environment.tokenSecretId, overlapHours: environment.tokenOverlapHours },
  Date.now,
);
// While the container starts, so that its first request need not wait; where it fails, that request tries again
tokens.tokens().catch(() => undefined);

export const handler = receiveReceipt({
  tokens,
  fallbackQueue: loadedWhenNeeded(async () => {
    const { sqsFallbackQueue } = await import('./queue/sqs-fallback-queue.ts');
    return sqsFallbackQueue(environment.fallbackQueueUrl);
  }),
  isAllowedSource: allowSources(environment.allowedSources),
  receipts: receiptStore(dynamoDb, { table: environment.receiptsTable, retentionDays }),
  setAside: setAsideStore(dynamoDb, { table: environment.setAsideTable, retentionDays }),
  now: () => new Date(),
  log: (line) => {
    const metrics = requestMetrics(line, environment.metrics, new Date());
    log(line.statusCode >= 500 ? 'ERROR' : 'INFO', line.outcome, { ...line, ...metrics });
  },
});
