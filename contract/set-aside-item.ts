/** Why a body is set aside, in the words that people see. Do not change the names: readers rely on them. */
export const SET_ASIDE_REASONS = {
  /** A webhook of the vendor that is not a delivery receipt for SMS. */
  other_webhook: 'Not a delivery receipt of an SMS',
  /** Not readable, or not a valid delivery receipt; `problems` says why. */
  invalid: 'Not a valid delivery receipt',
  /** A valid delivery receipt that cannot be stored: its item has outgrown 400 KB, or the receiver has a defect. */
  not_storable: 'DynamoDB refuses it',
  /** Its content type is not supported. */
  unsupported_content_type: 'Unsupported content type',
} as const;

export type SetAsideReason = keyof typeof SET_ASIDE_REASONS;

/** One problem of a body. Its size is bounded, because issues are returned and stored with the body. */
export interface ValidationIssue {
  /** JSON pointer (RFC 6901) to the place in the body; empty for the body as a whole. Cut if it is long. */
  readonly pointer: string;
  /** What is wrong and what to do; never the value itself. */
  readonly detail: string;
}

/** An item of the set-aside table, one per distinct body that could not be recorded. */
export interface SetAsideItem {
  /** SHA-256 of the body, in hexadecimal. */
  readonly id: string;
  /** Of the last copy with a supported content type, if there is one; like the problems and the content type. */
  readonly reason: SetAsideReason;
  readonly problems: readonly ValidationIssue[];
  /** Text, or bytes if it is not UTF-8. */
  readonly body: string | Uint8Array;
  readonly contentType: string | null;
  /** Our clock, ISO 8601 with milliseconds. */
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
  /** How many times it was received. */
  readonly count: number;
  /** TTL, epoch seconds; never moves backwards. */
  readonly expiresAt: number;
}
