/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A map of fields by name. */
export interface JsonObject {
  readonly [name: string]: Json;
}

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

/** The fields of a receipt that the receiver does not know, in the form in which they are stored. */
export interface UnknownFields {
  /** By name. Never the text of the message. */
  readonly extra?: JsonObject;
  /** Fields that cannot be stored as a map, as JSON text. Ends in `…` if it was cut. */
  readonly extraText?: string;
}

/** Further fields of a receipt. They are stored with the status but are not part of its order. */
export interface StatusMetadata extends UnknownFields {
  /** `vendor_log` if it was read from the vendor's log of messages; absent if the vendor posted it. */
  readonly origin?: 'vendor_log';
}

/** A status in the history of a message. */
export interface StatusEntry extends Status, StatusMetadata {
  /** Our clock, ISO 8601 with milliseconds. */
  readonly receivedAt: string;
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

/**
 * Fields that identify the network of the message. Only the vendor's log has them: `country` is an ISO 3166 code of two
 * letters, `operator` is `mcc-mnc`.
 */
export const NETWORK_FIELDS = ['country', 'operator'] as const;

type NetworkField = (typeof NETWORK_FIELDS)[number];
export type Network = { readonly [field in NetworkField]?: string };

/** All fields that do not change in the life of a message. */
export const CONSTANT_FIELDS = [...IDENTITY_FIELDS, ...NETWORK_FIELDS] as const;

export type ConstantField = IdentityField | NetworkField;
export type Identity = Network & { readonly [field in IdentityField]?: string };

/**
 * An item of the receipts table, one per message. Its status and metadata are those of the current status. Do not change
 * the names: readers rely on them. `docs/design.md` explains each.
 */
export interface ReceiptItem extends Identity, Omit<Status, 'timestamp' | 'price'>, Omit<StatusMetadata, 'origin'> {
  /** The vendor's id of the message, in lower case. */
  readonly umid: string;
  /** `version` of the envelope of the greatest status that the vendor posted. */
  readonly formatVersion?: number;
  /** The vendor's clock: UTC, ISO 8601, at its original precision. */
  readonly statusTimestamp: string;
  /** The error as 8x8 names it; absent for 0, which is "no error". */
  readonly errorReason?: string;
  /** Whether the current status ends the life of the message. */
  readonly terminal: boolean;
  /** Of the greatest status that has a price. */
  readonly priceTotal?: number;
  readonly pricePerSms?: number;
  /** ISO 4217. */
  readonly priceCurrency?: string;
  /** Every distinct status, ascending. */
  readonly history: readonly StatusEntry[];
  /** Our clock, ISO 8601 with milliseconds. */
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
  /** TTL, epoch seconds; never moves backwards. */
  readonly expiresAt: number;
  /**
   * Internal: the rank of the current status. Begins with `~` if the history has an entry of the vendor's log.
   */
  readonly statusOrder: string;
  /** Internal: the number of writes. */
  readonly version: number;
}
