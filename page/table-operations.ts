import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { isTerminal } from '../lambda/receipt/status-order.ts';
import { type ReadableEntry, readableHistory } from '../lookup/stored-item.ts';
import type { TableConnection } from '../lookup/table-connection.ts';
import { DAY_MS, HOUR_MS } from '../toolbox/clock.ts';
import type { Operations, Rate } from './operations.ts';
import { MAX_MESSAGES } from './table-activity.ts';

/** Like the metrics of a stack, but from the items of the receipts table. For local tables, because it scans. */
export async function tableOperations(
  { client, receiptsTable }: Pick<TableConnection, 'client' | 'receiptsTable'>,
  now: Date,
): Promise<Operations> {
  const scan = {
    TableName: receiptsTable,
    ProjectionExpression: '#history',
    ExpressionAttributeNames: { '#history': 'history' },
  };
  const receipts: ReadableEntry[] = [];
  let read = 0;
  for await (const { Items = [], ScannedCount = 0 } of paginateScan({ client }, scan)) {
    // A status from the vendor's log is not a receipt
    receipts.push(
      ...Items.flatMap(({ history }) => readableHistory(history)).filter(({ origin }) => origin === undefined),
    );
    read += ScannedCount;
    if (read >= MAX_MESSAGES) break;
  }
  return {
    alarms: undefined,
    queues: {},
    lastReceiptAt: receipts
      .map(({ receivedAt = '' }) => receivedAt)
      .sort()
      .at(-1),
    lastHour: rateOf(receipts, now.getTime()),
    weekBefore: rateOf(receipts, now.getTime() - 7 * DAY_MS),
    origin: `Counted from ${read < MAX_MESSAGES ? '' : `${read} messages of `}the receipts table.`,
  };
}

/** The final answers of the hour that ends at a time. */
function rateOf(receipts: readonly ReadableEntry[], end: number): Rate {
  const final = receipts.filter(({ state = '', detail, receivedAt = '' }) => {
    const at = Date.parse(receivedAt);
    return at > end - HOUR_MS && at <= end && state !== 'read' && isTerminal({ state, detail });
  });
  return { delivered: final.filter(({ state }) => state === 'delivered').length, final: final.length };
}
