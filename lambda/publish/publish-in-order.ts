import type { ReceiverEvent } from '../../contract/events.ts';
import { putWithRetries } from '../stream/put-with-retries.ts';
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
    const failures = await putWithRetries(first, {
      put: (request) =>
        put(
          request.map(({ event }) => event),
          signal,
        ),
      maxItems: MAX_EVENTS_OF_REQUEST,
      maxBytes: MAX_REQUEST_BYTES,
      bytesOf: ({ event }) => entryBytes(event),
      isPermanent,
      signal,
    });
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
