import { fixedTokens } from '../../lambda/receive/authenticate.ts';
import { createReceiveHandler, type ReceiveDependencies } from '../../lambda/receive/receive.ts';
import type { ReceivedBody } from '../../lambda/record/received-body.ts';
import { StoreUnavailableError } from '../../lambda/store/errors.ts';
import type { RequestLog } from '../../lambda/telemetry/request-log.ts';
import { postReceipts, type RequestSketch, TOKEN } from './events.ts';
import { memoryStores } from './memory-stores.ts';

/** The time of every request, unless a test sets another clock. */
export const NOW = new Date('2026-01-01T00:00:00.000Z');

/** The receive handler on stores in memory, with what it logged and queued. */
export function receiver(change: Partial<ReceiveDependencies> = {}) {
  const stores = memoryStores();
  const lines: RequestLog[] = [];
  const queued: ReceivedBody[] = [];
  const handler = createReceiveHandler({
    ...stores,
    tokens: fixedTokens(TOKEN),
    isAllowedSource: () => true,
    queue: async (body) => void queued.push(body),
    now: () => NOW,
    log: (line) => lines.push(line),
    ...change,
  });
  const post = async (sketch: RequestSketch) => {
    const response = await handler(postReceipts(sketch));
    return { ...response, json: JSON.parse(response.body ?? 'null') };
  };
  return { ...stores, handler, post, lines, queued };
}

export const down = () =>
  Promise.reject(new StoreUnavailableError('TimeoutError', { cause: new TypeError('secret inside') }));
