import { setTimeout } from 'node:timers/promises';
import { errorName } from '../telemetry/request-log.ts';

/** Puts items in one request. Resolves with the error code of each item, undefined if the service took it. */
export type PutRequest<T> = (items: readonly T[], signal: AbortSignal) => Promise<readonly (string | undefined)[]>;

export interface PutOptions<T> {
  readonly put: PutRequest<T>;
  /** Limits of the service for a request. */
  readonly maxItems: number;
  readonly maxBytes: number;
  /** The size of an item, as the service counts it. */
  readonly bytesOf: (item: T) => number;
  /** Whether the service will never take an item with this error. Default: no error is permanent. */
  readonly isPermanent?: (errorCode: string) => boolean;
  readonly signal: AbortSignal;
}

const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;

/**
 * Puts items, of which a service may take some and refuse others, and puts the refused ones again.
 *
 * @returns the items that the service did not take, each with its last error code
 */
export async function putWithRetries<T>(
  items: readonly T[],
  { put, isPermanent = () => false, signal, ...limits }: PutOptions<T>,
): Promise<Map<T, string>> {
  const failures = new Map<T, string>();
  let open = items;
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const results = await Promise.all(requestsOf(open, limits).map((request) => putRequest(request, put, signal)));
    const retryable: T[] = [];
    for (const [item, errorCode] of results.flat()) {
      if (errorCode === undefined) failures.delete(item);
      else {
        failures.set(item, errorCode);
        if (!isPermanent(errorCode)) retryable.push(item);
      }
    }
    if (retryable.length === 0 || attempt >= MAX_ATTEMPTS || signal.aborted) break;
    await setTimeout(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    open = retryable;
  }
  return failures;
}

function requestsOf<T>(
  items: readonly T[],
  { maxItems, maxBytes, bytesOf }: Pick<PutOptions<T>, 'maxItems' | 'maxBytes' | 'bytesOf'>,
): T[][] {
  const requests: T[][] = [];
  let room = 0;
  for (const item of items) {
    const bytes = bytesOf(item);
    const last = requests.at(-1);
    if (last === undefined || last.length >= maxItems || bytes > room) {
      requests.push([item]);
      room = maxBytes - bytes;
    } else {
      last.push(item);
      room -= bytes;
    }
  }
  return requests;
}

async function putRequest<T>(
  request: readonly T[],
  put: PutRequest<T>,
  signal: AbortSignal,
): Promise<(readonly [item: T, errorCode: string | undefined])[]> {
  try {
    signal.throwIfAborted();
    const codes = await put(request, signal);
    return request.map((item, index) => [item, codes[index]]);
  } catch (error) {
    return request.map((item) => [item, errorName(error)]);
  }
}
