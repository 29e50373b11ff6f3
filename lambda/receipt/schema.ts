import * as v from 'valibot';
import { isStorableNumber } from './extra.ts';
import { isJsonObject } from './receipt.ts';
import { toUtc } from './timestamp.ts';

/** Namespace and event type of the webhook that we record. */
export const OUR_NAMESPACE = 'SMS';
export const OUR_EVENT_TYPE = 'outbound_message_status_changed';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** AWS's limit for the partition key of an index. */
const MAX_KEY_BYTES = 2048;

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
const decimal = v.pipe(v.number(), v.check(isStorableNumber, 'must be a decimal number of common size'));
const wholeNumber = v.pipe(v.number(), v.safeInteger('must be a whole number'));

/** Valibot takes a list for an object. */
const object = <E extends v.ObjectEntries>(entries: E) => v.pipe(v.custom<object>(isJsonObject), v.object(entries));

const entriesOfStatus = {
  state: text,
  detail: v.optional(text),
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
  namespace: v.literal(OUR_NAMESPACE),
  eventType: v.literal(OUR_EVENT_TYPE),
  payload: object(entriesOfPayload),
};

/** Names and types of the vendor's documentation. What else comes along is not in its output. */
export const receiptSchema = object(entriesOfBody);

/** The names that we know in each object of a receipt; `description` is known to be the same text for all. */
export const KNOWN_NAMES = {
  body: new Set([...Object.keys(entriesOfBody), 'description']),
  payload: new Set(Object.keys(entriesOfPayload)),
  status: new Set(Object.keys(entriesOfStatus)),
  price: new Set(Object.keys(entriesOfPrice)),
} as const satisfies Record<string, ReadonlySet<string>>;
export type ReceiptBody = v.InferOutput<typeof receiptSchema>;
