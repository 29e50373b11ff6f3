import { readStoreEnvironment } from './environment.ts';
import { jsonLog } from './json-log.ts';
import { redriveMetrics } from './metrics/embedded-metrics.ts';
import { redriveReceipts } from './redrive-receipts.ts';
import { dynamoDbClient } from './store/client.ts';
import { receiptStore } from './store/receipt-store.ts';
import { setAsideStore } from './store/set-aside-store.ts';

const { receiptsTable, setAsideTable, retentionDays, metrics } = readStoreEnvironment(process.env);
const log = jsonLog('redrive');
const dynamoDb = dynamoDbClient();

export const handler = redriveReceipts({
  receipts: receiptStore(dynamoDb, { table: receiptsTable, retentionDays }),
  setAside: setAsideStore(dynamoDb, { table: setAsideTable, retentionDays }),
  now: () => new Date(),
  log: (line) => {
    const fields = { ...line, ...redriveMetrics(line, metrics, new Date()) };
    log(line.outcome === 'unavailable' ? 'ERROR' : 'INFO', line.outcome, fields);
  },
});
