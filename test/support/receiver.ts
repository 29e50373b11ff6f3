import { fixedTokens } from '../../lambda/receive/authenticate.ts';
import { createReceiveHandler, type ReceiveDependencies } from '../../lambda/receive/receive.ts';
import { createStores, type Stores } from '../../lambda/store/create-stores.ts';
import type { RequestLog } from '../../lambda/telemetry/request-log.ts';
import { NO_FALLBACK_QUEUE } from '../../local/receive-handler.ts';
import type { FreshTables } from './engine.ts';
import { postReceipts, type RequestSketch, TOKEN } from './events.ts';

/** Long enough that nothing expires during a test. */
export const RETENTION = { retentionDays: 90, setAsideRetentionDays: 30 } as const;

/** The real handler on a real engine, without a time limit of the stores: a busy machine may take longer than the vendor waits. */
export function receiverOn(
  { client, receiptsTable, setAsideTable }: FreshTables,
  change: Partial<ReceiveDependencies> = {},
) {
  const lines: RequestLog[] = [];
  const { now = () => new Date() } = change;
  const handler = createReceiveHandler({
    ...withoutLimit(createStores(client, { receiptsTable, setAsideTable, ...RETENTION, now })),
    tokens: fixedTokens(TOKEN),
    isAllowedSource: () => true,
    queue: NO_FALLBACK_QUEUE,
    now,
    log: (line) => lines.push(line),
    ...change,
  });
  const post = async (sketch: RequestSketch) => {
    const response = await handler(postReceipts(sketch));
    return { statusCode: response.statusCode, headers: response.headers, json: JSON.parse(response.body ?? 'null') };
  };
  return { handler, post, lines };
}

function withoutLimit({ record, setAside }: Stores): Stores {
  const { signal } = new AbortController();
  return {
    record: (receipt, receivedAt) => record(receipt, receivedAt, signal),
    setAside: (body) => setAside(body, signal),
  };
}
