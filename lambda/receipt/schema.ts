import * as v from 'valibot';
import { isStorableNumber } from './extra.ts';
import { isJsonObject } from './json.ts';
import { toUtc } from './timestamp.ts';

/** Namespace and event type of a delivery receipt. Compared without regard to case. */
export const RECEIPT_NAMESPACE = 'SMS';
export const RECEIPT_EVENT_TYPE = 'outbound_message_status_changed';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Limit of a partition key (AWS: Service quotas of DynamoDB). */
const MAX_KEY_BYTES = 2048;
/** A number as text, as XML and some serializers write it. */
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;

const text = v.pipe(
  v.string(),
  // A lone surrogate, such as half of a cut emoji, cannot be stored
  v.transform((value) => value.toWellFormed()),
);
const keyText = v.pipe(
  text,
  v.check(
    (value) => new TextEncoder().encode(value).length <= MAX_KEY_BYTES,
    `must not be longer than ${MAX_KEY_BYTES} bytes`,
  ),
);
const lowerCase = v.pipe(text, v.toLowerCase());
const number = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'string' && NUMBER.test(value) ? Number(value) : value)),
  v.number(),
);
const decimal = v.pipe(number, v.check(isStorableNumber, 'must be a decimal number of common size'));
const wholeNumber = v.pipe(number, v.safeInteger('must be a whole number'));
const constant = (expected: string) =>
  v.pipe(
    v.unknown(),
    v.check((value) => equalsIgnoreCase(value, expected), `must be "${expected}"`),
  );

/** Compares texts without regard to case. */
export function equalsIgnoreCase(value: unknown, expected: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === expected.toLowerCase();
}

/** Valibot alone would accept a list as an object. */
const object = <E extends v.ObjectEntries>(entries: E) => v.pipe(v.custom<object>(isJsonObject), v.object(entries));

const entriesOfStatus = {
  state: lowerCase,
  detail: v.optional(lowerCase),
  timestamp: v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const utc = toUtc(dataset.value);
      if (utc !== undefined) return utc;
      addIssue({ message: 'must be an ISO 8601 date and time with seconds and zone, such as 2016-01-01T00:00:00Z' });
      return NEVER;
    }),
  ),
  errorCode: v.optional(wholeNumber),
  errorMessage: v.optional(text),
};

const entriesOfPrice = {
  total: v.optional(decimal),
  perSms: v.optional(decimal),
  currency: v.optional(text),
};

const entriesOfPayload = {
  umid: v.pipe(
    v.string(),
    v.regex(UUID, 'must be a UUID, such as 9e09ac86-bd74-5465-851d-1eb5a5fdbb9a'),
    v.toLowerCase(),
  ),
  batchId: v.optional(keyText),
  clientMessageId: v.optional(keyText),
  clientBatchId: v.optional(text),
  subAccountId: v.optional(text),
  source: v.optional(text),
  destination: v.optional(keyText),
  status: object(entriesOfStatus),
  price: v.optional(object(entriesOfPrice)),
  smsCount: v.optional(v.pipe(wholeNumber, v.minValue(0, 'must not be negative'))),
};

const entriesOfBody = {
  namespace: constant(RECEIPT_NAMESPACE),
  eventType: constant(RECEIPT_EVENT_TYPE),
  // Not documented for SMS, so an unexpected value must not invalidate the receipt
  version: v.fallback(v.optional(wholeNumber), undefined),
  payload: object(entriesOfPayload),
};

/** Names and types from the vendor's documentation. The output has no other fields. */
export const receiptSchema = object(entriesOfBody);

/** The known names in each object of a receipt. `description` is not kept, because it is always the same text. */
export const KNOWN_NAMES = {
  body: new Set([...Object.keys(entriesOfBody), 'description']),
  payload: new Set(Object.keys(entriesOfPayload)),
  status: new Set(Object.keys(entriesOfStatus)),
  price: new Set(Object.keys(entriesOfPrice)),
} as const satisfies Record<string, ReadonlySet<string>>;

export type ReceiptBody = v.InferOutput<typeof receiptSchema>;
