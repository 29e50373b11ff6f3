import { setTimeout } from 'node:timers/promises';
import type { ReceiverEvent } from '../../contract/events.ts';
import { errorName } from '../telemetry/request-log.ts';
import { entryBytes, MAX_REQUEST_BYTES } from './entry-size.ts';
import { isPermanent, MAX_EVENTS_OF_REQUEST, type PutEvents } from './event-bus.ts';

/** An event with the key by which it is ordered. */
export interface KeyedEvent {
  readonly event: ReceiverEvent;
  /** Events with the same key are published one after another. */
  readonly key: string;
}

export interface PublishOptions<T extends KeyedEvent> {
  readonly signal: AbortSignal;
  /** Sends a failed event to the dead-letter queue. Resolves with whether it did; such an event does not hold back later ones. */
  readonly deadLetter: (keyed: T, errorCode: string) => Promise<boolean>;
}

/** An event that was not published and has to be tried again. */
export interface Unpublished<T extends KeyedEvent> {
  readonly keyed: T;
  /** The error code, or `HeldBack` if an earlier event with the same key failed. */
  readonly errorCode: string;
}

const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;

/**
 * Publishes events. Events with the same key keep their order: one that fails holds back the later ones. Events with
 * different keys share a request, which has up to 10 entries, and any of them may fail.
 */
export async function publishInOrder<T extends KeyedEvent>(
  events: readonly T[],
  put: PutEvents,
  { signal, deadLetter }: PublishOptions<T>,
): Promise<Unpublished<T>[]> {
  const unpublished: Unpublished<T>[] = [];
  const blocked = new Set<string>();
  for (let waiting = events; waiting.length > 0; ) {
    const first = firstOfEachKey(waiting);
    const failures = await putWithRetries(first, put, signal);
    await Promise.all(
      [...failures].map(async ([keyed, errorCode]) => {
        if (await deadLetter(keyed, errorCode)) return;
        unpublished.push({ keyed, errorCode });
        blocked.add(keyed.key);
      }),
    );
    const sent = new Set(first);
    waiting = waiting.filter((keyed) => {
      if (sent.has(keyed)) return false;
      if (!blocked.has(keyed.key)) return true;
      unpublished.push({ keyed, errorCode: 'HeldBack' });
      return false;
    });
  }
  return unpublished;
}

function firstOfEachKey<T extends KeyedEvent>(events: readonly T[]): T[] {
  return [...new Map(events.toReversed().map((keyed) => [keyed.key, keyed])).values()].toReversed();
}

/** Returns the events that the bus did not accept, each with its last error code. */
async function putWithRetries<T extends KeyedEvent>(
  events: readonly T[],
  put: PutEvents,
  signal: AbortSignal,
): Promise<Map<T, string>> {
  const failures = new Map<T, string>();
  let open = events;
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const results = await Promise.all(requestsOf(open).map((request) => putRequest(request, put, signal)));
    const retryable: T[] = [];
    for (const [keyed, errorCode] of results.flat()) {
      if (errorCode === undefined) failures.delete(keyed);
      else {
        failures.set(keyed, errorCode);
        if (!isPermanent(errorCode)) retryable.push(keyed);
      }
    }
    if (retryable.length === 0 || attempt >= MAX_ATTEMPTS || signal.aborted) break;
    await setTimeout(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    open = retryable;
  }
  return failures;
}

type Result<T> = readonly [keyed: T, errorCode: string | undefined];

async function putRequest<T extends KeyedEvent>(
  request: readonly T[],
  put: PutEvents,
  signal: AbortSignal,
): Promise<Result<T>[]> {
  try {
    signal.throwIfAborted();
    const codes = await put(
      request.map(({ event }) => event),
      signal,
    );
    return request.map((keyed, index) => [keyed, codes[index]]);
  } catch (error) {
    return request.map((keyed) => [keyed, errorName(error)]);
  }
}

/** Splits events into requests within the limits of EventBridge. */
function requestsOf<T extends KeyedEvent>(events: readonly T[]): T[][] {
  const requests: T[][] = [];
  let room = 0;
  for (const keyed of events) {
    const bytes = entryBytes(keyed.event);
    const last = requests.at(-1);
    if (last === undefined || last.length >= MAX_EVENTS_OF_REQUEST || bytes > room) {
      requests.push([keyed]);
      room = MAX_REQUEST_BYTES - bytes;
    } else {
      last.push(keyed);
      room -= bytes;
    }
  }
  return requests;
}
