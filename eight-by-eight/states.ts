/**
 * The states that the vendor documents for SMS (delivery receipts and SMS API, 8x8 Connect documentation). Receipts may
 * also have others.
 */

/** The usual states, in the order of a message's life. Dashboard and page show each of them apart. */
export const USUAL_STATES = ['queued', 'sent', 'delivered', 'read', 'undelivered', 'rejected', 'failed'] as const;

/** All states. The last three are exceptional. */
export const STATES = [...USUAL_STATES, 'unknown', 'ok', 'error'] as const;

export type State = (typeof STATES)[number];

/** On its way. Also the rank of a state that the vendor does not document, because it must not hide a known one. */
export const IN_TRANSIT = 1;
/** The least rank of a state that ends the life of a message. */
export const TERMINAL_FROM = 3;

/**
 * How far a state is in the life of a message. A greater rank always wins, because operators' clocks are coarse:
 * a `delivered` may carry an earlier time than the `sent` before it.
 */
export const RANKS: Readonly<Record<State, number>> = {
  queued: 0,
  sent: IN_TRANSIT,
  unknown: IN_TRANSIT,
  ok: IN_TRANSIT,
  error: IN_TRANSIT,
  delivered: TERMINAL_FROM,
  undelivered: TERMINAL_FROM,
  rejected: TERMINAL_FROM,
  failed: TERMINAL_FROM,
  read: TERMINAL_FROM + 1,
};
