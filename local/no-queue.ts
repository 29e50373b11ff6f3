import type { QueueBody } from '../lambda/receive/fallback-queue.ts';

/** The local run has no SQS. A receipt that the tables cannot store is answered 503, as if SQS also failed. */
export const NO_FALLBACK_QUEUE: QueueBody = () =>
  Promise.reject(new Error('There is no fallback queue in the local run.'));
