import type { ReceivedBody } from './queued-body.ts';

/** Takes bodies that the tables cannot take now. */
export interface FallbackQueue {
  /** Resolves when the body is durably held; rejects where it is not. */
  send(body: ReceivedBody, signal: AbortSignal): Promise<void>;
}

/** A queue whose client is loaded by the first body that needs it: on the main path it costs nothing. */
export function lazyQueue(load: () => Promise<FallbackQueue>): FallbackQueue {
  let loaded: Promise<FallbackQueue> | undefined;
  return {
    send: async (body, signal) => {
      loaded ??= load();
      await (await loaded).send(body, signal);
    },
  };
}
