/** Any value that JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A map of fields by name. */
export type JsonObject = Readonly<Record<string, Json>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the vendor charged. Decimal amounts of up to 15 significant digits are exact. */
export interface Price {
  /** For the whole message: `perSms` times the number of segments. */
  readonly total?: number;
  readonly perSms?: number;
  /** ISO 4217. */
  readonly currency?: string;
}

/** One status of a message, with what the receipt said of it. Two statuses are the same where every field is. */
export interface Status {
  readonly state: string;
  readonly detail?: string;
  /** The vendor's clock: UTC, ISO 8601, at the precision it came with. */
  readonly timestamp: string;
  /** See `error-reasons.ts`. */
  readonly errorCode?: number;
  readonly errorMessage?: string;
  readonly price?: Price;
  /** Segments that the message was split into. */
  readonly smsCount?: number;
}

/** Fields that name the message; each is the same in all of its receipts, but a receipt may lack some. */
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

/** A delivery receipt, validated. */
export interface Receipt {
  /** The vendor's id of the message, in lower case. */
  readonly umid: string;
  readonly identity: Identity;
  readonly status: Status;
  /** Fields of the receipt that we do not know, by name. */
  readonly extra?: JsonObject;
}
