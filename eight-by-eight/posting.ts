/** When the vendor posts receipts (8x8 Connect documentation, delivery receipts). */

/** The vendor forwards no receipt that its operator sends later than this after the message. */
export const FORWARDING_HOURS = 48;

/** After this time a message gets no more receipts, with a day for slow clocks and queues. */
export const SETTLED_AFTER_HOURS = FORWARDING_HOURS + 24;

/** Seconds before each retry of a refused or unanswered post. After the last one the vendor drops the receipt. */
export const RETRY_PAUSES_S = [1, 10, 30, 90] as const;

/** Seconds from the first post to the last retry: how long a receiver may fail without a loss. */
export const RETRIES_END_S = RETRY_PAUSES_S.reduce((sum, pause) => sum + pause, 0);
