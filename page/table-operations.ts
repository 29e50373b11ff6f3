import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { isTerminal } from '../lambda/receipt/status-order.ts';
import { readableHistory } from '../lookup/stored-item.ts';
import type { TableConnection } from '../lookup/table-connection.ts';
import { DAY_MS, HOUR_MS } from '../toolbox/clock.ts';
import type { Operations } from './operations.ts';

const WEEK_MS = 7 * DAY_MS;

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
  const [lastHour, weekBefore] = [now.getTime(), now.getTime() - WEEK_MS].map((end) => ({
    end,
    delivered: 0,
    final: 0,
  }));
  let lastReceiptAt: string | undefined;
  for await (const { Items = [] } of paginateScan({ client }, scan)) {
    for (const { state = '', detail, receivedAt = '', origin } of Items.flatMap(({ history }) =>
      readableHistory(history),
    )) {
      // A status from the vendor's log is not a receipt
      if (origin !== undefined) continue;
      if (receivedAt > (lastReceiptAt ?? '')) lastReceiptAt = receivedAt;
      if (!isTerminal({ state, detail }) || state === 'read') continue;
      const at = Date.parse(receivedAt);
      for (const rate of [lastHour, weekBefore]) {
        if (rate === undefined || at <= rate.end - HOUR_MS || at > rate.end) continue;
        rate.final += 1;
        if (state === 'delivered') rate.delivered += 1;
      }
    }
  }
  const none = { delivered: 0, final: 0 };
  return {
    alarms: undefined,
    queues: {},
    lastReceiptAt,
    lastHour: lastHour ?? none,
    weekBefore: weekBefore ?? none,
    origin: 'Counted from the receipts table.',
  };
}
