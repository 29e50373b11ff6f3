/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A map of fields by name. */
export type JsonObject = Readonly<Record<string, Json>>;

/** What the vendor charged. Amounts of up to 15 significant digits are exact. */
export interface Price {
  /** For the whole message: `perSms` times the number of segments. */
  readonly total?: number;
  readonly perSms?: number;
  /** ISO 4217. */
  readonly currency?: string;
}

/** One status of a message, as its receipt has it. Two statuses are the same if all fields are. */
export interface Status {
  readonly state: string;
  readonly detail?: string;
  /** The vendor's clock: UTC, ISO 8601, at its original precision. */
  readonly timestamp: string;
  /** The vendor's number for why the message failed; 0 is "no error". */
  readonly errorCode?: number;
  readonly errorMessage?: string;
  readonly price?: Price;
  /** Segments that the message was split into. */
  readonly smsCount?: number;
}

/** Fields that identify the message. They are the same in all of its receipts, but a receipt may lack some. */
export const IDENTITY_FIELDS = [
  'batchId',
  'clientMessageId',
  'clientBatchId',
  'subAccountId',
  'source',
  'destination',
] as const;

export type IdentityField = (typeof IDENTITY_FIELDS)[number];
export type Identity = { readonly [field in IdentityField]?: string };

/** The unknown fields of a receipt, in the form in which they are stored. */
export interface UnknownFields {
  /** By name. */
  readonly extra?: JsonObject;
  /** Fields that cannot be stored as a map, as JSON text. Ends in `…` if it was cut. */
  readonly extraText?: string;
}

/** Further fields of a receipt. They are stored with the status but are not part of its order. */
export interface StatusMetadata extends UnknownFields {
  /** `version` of the vendor's envelope. */
  readonly formatVersion?: number;
  /** `vendor_log` if it was read from the vendor's log of messages; absent if the vendor posted it. */
  readonly origin?: 'vendor_log';
}

/** A delivery receipt, validated. */
export interface Receipt extends StatusMetadata {
  /** The vendor's id of the message, in lower case. */
  readonly umid: string;
  readonly identity: Identity;
  readonly status: Status;
}
