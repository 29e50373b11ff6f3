import type { ReceivedBody } from '../record/received-body.ts';

/** Keeps bodies while the tables cannot store them. */
export interface FallbackQueue {
  /** Resolves when the body is durably held; rejects if it is not. */
  send(body: ReceivedBody, signal: AbortSignal): Promise<void>;
}

/** Loads the client of the queue with the first body that needs it, so that cold starts do not pay for it. */
export function lazyQueue(load: () => Promise<FallbackQueue>): FallbackQueue {
  let loaded: Promise<FallbackQueue> | undefined;
  return {
    send: async (body, signal) => {
      loaded ??= load();
      await (await loaded).send(body, signal);
    },
  };
}
