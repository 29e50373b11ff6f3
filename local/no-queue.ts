import type { FallbackQueue } from '../lambda/queue/fallback-queue.ts';

/** There is no SQS on a laptop: what the tables cannot take is answered 503, as where the real queue fails too. */
export const NO_QUEUE: FallbackQueue = {
  send: () => Promise.reject(new Error('There is no fallback queue in the local run.')),
};
