import { fixedTokens } from '../../lambda/http/authenticate.ts';
import { type Dependencies, type RequestLine, receiveReceipt } from '../../lambda/receive-receipt.ts';
import { receiptStore } from '../../lambda/store/receipt-store.ts';
import { setAsideStore } from '../../lambda/store/set-aside-store.ts';
import { NO_QUEUE } from '../../local/no-queue.ts';
import type { FreshTables } from './engines.ts';
import { postReceipts, type RequestSketch, TOKEN } from './events.ts';

/** The real handler on a real engine. */
export function receiverOn({ client, receiptsTable, setAsideTable }: FreshTables, change: Partial<Dependencies> = {}) {
  const lines: RequestLine[] = [];
  const handler = receiveReceipt({
    receipts: receiptStore(client, { table: receiptsTable, retentionDays: 90 }),
    setAside: setAsideStore(client, { table: setAsideTable, retentionDays: 90 }),
    tokens: fixedTokens(TOKEN),
    isAllowedSource: () => true,
    fallbackQueue: NO_QUEUE,
    now: () => new Date(),
    log: (line) => lines.push(line),
    ...change,
  });
  const post = async (sketch: RequestSketch) => {
    const response = await handler(postReceipts(sketch));
    return { statusCode: response.statusCode, headers: response.headers, json: JSON.parse(response.body ?? 'null') };
  };
  return { handler, post, lines };
}
