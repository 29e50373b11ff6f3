import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { UNDOCUMENTED_STATE } from '../contract/metrics.ts';
import { isTerminal } from '../lambda/receipt/status-order.ts';
import { type ReadableEntry, readableHistory } from '../lookup/stored-item.ts';
import type { TableConnection } from '../lookup/table-connection.ts';
import { type Activity, COUNTED_STATES, type CountedState, emptyHours, type Hour, hourOf } from './activity.ts';

/** Limits the wait, because a local table may have the messages of a load test. */
export const MAX_MESSAGES = 20_000;
const STATES: ReadonlySet<string> = new Set(COUNTED_STATES);

/** Counts like a stack's metrics, but from the items of the receipts table. For local tables, because it scans. */
export async function tableActivity(
  { client, receiptsTable }: Pick<TableConnection, 'client' | 'receiptsTable'>,
  now: Date,
): Promise<Activity> {
  const hours = emptyHours(now);
  const scan = {
    TableName: receiptsTable,
    ProjectionExpression: '#history',
    FilterExpression: '#lastReceivedAt >= :start',
    ExpressionAttributeNames: { '#history': 'history', '#lastReceivedAt': 'lastReceivedAt' },
    ExpressionAttributeValues: { ':start': new Date(hours[0]?.start ?? 0).toISOString() },
  };
  let read = 0;
  for await (const { Items = [], ScannedCount = 0 } of paginateScan({ client }, scan)) {
    for (const { history } of Items) {
      for (const status of readableHistory(history)) count(hours, status);
    }
    read += ScannedCount;
    if (read >= MAX_MESSAGES) break;
  }
  const origin = read < MAX_MESSAGES ? 'the receipts table' : `${read} messages of the receipts table`;
  return { hours, origin: `Counted from ${origin}.` };
}

function count(hours: readonly Hour[], { state: named = '', receivedAt = '', ...status }: ReadableEntry): void {
  const hour = hourOf(hours, Date.parse(receivedAt));
  // A status from the vendor's log is not a receipt
  if (hour === undefined || status.origin !== undefined) return;
  const state = (STATES.has(named) ? named : UNDOCUMENTED_STATE) as CountedState;
  hour.receipts.set(state, (hour.receipts.get(state) ?? 0) + 1);
  if (!isTerminal({ ...status, state: named }) || state === 'read') return;
  hour.terminal += 1;
  if (state === 'delivered') hour.delivered += 1;
}
