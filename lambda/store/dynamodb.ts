import { setTimeout } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { RetryStrategy, SdkError } from '@smithy/types';
import { abortable } from '../time/clock.ts';
import { NotStorableError, StoreUnavailableError, toStoreError } from './errors.ts';
import { fromAttributeValues, toAttributeValues, type UpdateRequest } from './expression.ts';

export interface RetryPolicy {
  /**
   * Whether a throttled request is retried. Default: false, so that the caller uses the fallback queue immediately. The
   * pauses that throttling needs would hold a container for seconds.
   */
  readonly retryThrottling?: boolean | undefined;
}

/** A table and how long its items are kept. */
export interface TableSettings extends RetryPolicy {
  readonly table: string;
  /** Days that an item is kept. */
  readonly retentionDays: number;
  /** Our clock, when something is recorded. Default: the system's. */
  readonly now?: () => Date;
  /** The version of a new item: not that of another one, and greater than all before. Default: by the system's clock. */
  readonly newVersion?: () => number;
}

type Item = Readonly<Record<string, unknown>>;

/** The result of a conditional update. */
export type UpdateResult =
  /** The attributes that `ReturnValues` requests. */
  | { readonly applied: true; readonly attributes: Item | undefined }
  /** The item that did not meet the condition; undefined if it was deleted since. */
  | { readonly applied: false; readonly item: Item | undefined };

/** Waits for a number of milliseconds. Rejects once the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>;

/** A healthy DynamoDB answers within tens of milliseconds. After two failures the queue is the better place. */
const MAX_ATTEMPTS = 2;
/** Throttling lasts longer than other faults. */
const MAX_ATTEMPTS_IF_THROTTLED = 5;
const FIRST_PAUSE_MS = 50;

const FIRST_PAUSE_AFTER_CONFLICT_MS = 20;
const MAX_PAUSE_AFTER_CONFLICT_MS = 640;
/** The pauses after them last 1.3 s at most, so that they end before the deadline of a request. */
const MAX_CONFLICTS = 5;

const SECONDS_PER_DAY = 86_400;
/** Minimum for items that a redrive or a replay records late. */
const MIN_DAYS_LEFT = 3;

/** The SDK's own strategy counts attempts and adds two headers even if there is only one: a thirtieth of the CPU time. */
const NO_RETRIES: RetryStrategy = { retry: (next, args) => next(args) };

/**
 * A DynamoDB client for the functions. Time-outs are short, because a healthy DynamoDB answers within tens of
 * milliseconds and the fallback queue takes the rest. It does not retry, unless the configuration has `maxAttempts`:
 * {@link sendWithRetries} does.
 */
export function dynamoDbClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  const client = new DynamoDBClient({
    ...(config.maxAttempts === undefined && { retryStrategy: NO_RETRIES }),
    // Otherwise every request composes the middleware again
    cacheMiddleware: true,
    requestHandler: { connectionTimeout: 400, requestTimeout: 600, throwOnRequestTimeout: true },
    ...config,
  });
  // Without a logger, it still copies each request and answer to hide what is secret: a twentieth of the CPU time
  client.middlewareStack.remove('loggerMiddleware');
  // It makes the same header for each request again: a thirtieth of the CPU time. DynamoDB does not need it
  client.middlewareStack.remove('getUserAgentMiddleware');
  // It looks for the trace of loops of functions, in which DynamoDB has no part: a hundredth of the CPU time
  client.middlewareStack.remove('recursionDetectionMiddleware');
  return client;
}

/** The expiry of an item in epoch seconds: the receive time plus the retention, but at least 3 days from now. */
export function expiryOf(
  receivedAt: string,
  { retentionDays, now = () => new Date() }: Pick<TableSettings, 'retentionDays' | 'now'>,
): number {
  const retained = Date.parse(receivedAt) / 1000 + Math.round(retentionDays * SECONDS_PER_DAY);
  return Math.floor(Math.max(retained, now().getTime() / 1000 + MIN_DAYS_LEFT * SECONDS_PER_DAY));
}

/** Epoch microseconds, of which the last three digits are random: two containers may begin in the same millisecond. */
export function versionByClock(): number {
  return Date.now() * 1000 + Math.floor(Math.random() * 1000);
}

/**
 * Updates an item if its condition holds.
 *
 * @throws StoreUnavailableError, NotStorableError
 */
export async function updateItem(
  client: DynamoDBClient,
  settings: TableSettings,
  key: Item,
  update: UpdateRequest,
  signal: AbortSignal,
): Promise<UpdateResult> {
  const where = { TableName: settings.table, Key: toAttributeValues(key) };
  const command = new UpdateItemCommand({ ...where, ...update, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
  const send = async (): Promise<UpdateResult> => {
    try {
      const { Attributes } = await client.send(command);
      return { applied: true, attributes: Attributes && fromAttributeValues(Attributes) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { applied: false, item: error.Item && fromAttributeValues(error.Item) };
    }
  };
  const result = await sendWithRetries(signal, send, settings);
  if (result.applied || result.item !== undefined) return result;
  // Not every engine returns the item
  const read = new GetItemCommand({ ...where, ConsistentRead: true });
  const { Item } = await sendWithRetries(signal, () => client.send(read), settings);
  return { applied: false, item: Item && fromAttributeValues(Item) };
}

/**
 * Sends a request and retries it after a transient error. No attempt starts after the signal aborts. The running attempt
 * may still be applied, as after any time-out.
 *
 * It replaces the SDK's retries and `abortSignal`, because `cacheMiddleware` has no effect on requests with options: the
 * client composes its middleware again for each of them.
 *
 * @param send - makes one attempt; the client must not retry (no `maxAttempts`)
 * @throws StoreUnavailableError, NotStorableError, whose cause is the signal's reason or the error of the last attempt
 */
export async function sendWithRetries<T>(
  signal: AbortSignal,
  send: () => Promise<T>,
  { retryThrottling = false }: RetryPolicy = {},
): Promise<T> {
  try {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        return await abortable(signal, send());
      } catch (error) {
        if (signal.aborted || attempt >= maxAttempts(error as SdkError, retryThrottling)) throw error;
      }
      const pause = setTimeout(Math.random() * FIRST_PAUSE_MS * 2 ** attempt, undefined, { signal });
      // The reason of the signal, so that a time-out in the pause counts as one
      await pause.catch(() => signal.throwIfAborted());
    }
  } catch (error) {
    throw toStoreError(error);
  }
}

function maxAttempts(error: SdkError, retryThrottling: boolean): number {
  if (isThrottlingError(error)) return retryThrottling ? MAX_ATTEMPTS_IF_THROTTLED : 1;
  return isTransientError(error) || isServerError(error) ? MAX_ATTEMPTS : 1;
}

/**
 * Repeats an operation until it has a result, or other writers were faster too often. Pauses before each repetition for a
 * random time that grows, so that concurrent writers of an item do not stay in step. The operation reads the item again
 * after the pause: a pause between read and write would cause the next conflict.
 *
 * @param attempt - sends its requests by {@link sendWithRetries}; undefined if another writer was faster
 * @param options - `maxConflicts`: 5 by default; `sleep`: by the system's clock by default
 * @throws StoreUnavailableError, also after too many conflicts; NotStorableError, also for a defect of our code, for which a
 * retry is useless
 */
export async function untilDone<T>(
  signal: AbortSignal,
  attempt: () => Promise<T | undefined>,
  { maxConflicts = MAX_CONFLICTS, sleep = sleepOnClock }: { maxConflicts?: number; sleep?: Sleep | undefined } = {},
): Promise<T> {
  try {
    for (let conflicts = 0; conflicts <= maxConflicts; conflicts += 1) {
      const longest = Math.min(FIRST_PAUSE_AFTER_CONFLICT_MS * 2 ** conflicts, MAX_PAUSE_AFTER_CONFLICT_MS);
      if (conflicts > 0) await sleep(Math.random() * longest, signal);
      const result = await attempt();
      if (result !== undefined) return result;
    }
  } catch (error) {
    if (error instanceof StoreUnavailableError || error instanceof NotStorableError) throw error;
    // In a pause, which is no time-out: DynamoDB answers
    if (signal.aborted) throw toStoreError(error);
    throw new NotStorableError(error instanceof Error ? error.name : 'unknown', { cause: error });
  }
  throw new StoreUnavailableError('Conflict');
}

function sleepOnClock(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal });
}
