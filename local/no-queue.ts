import type { FallbackQueue } from '../lambda/queue/fallback-queue.ts';

/** Without SQS, a receipt that the tables cannot take is answered 503, as if the real queue failed too. */
export const NO_FALLBACK_QUEUE: FallbackQueue = {
  send: () => Promise.reject(new Error('There is no fallback queue in the local run.')),
};
