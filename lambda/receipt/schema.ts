import * as v from 'valibot';
import type { IdentityField, Price, Status } from '../../contract/receipt-item.ts';
import { UMID } from '../../eight-by-eight/ids.ts';
import { isStorableNumber } from './extra.ts';
import { isJsonObject } from './json.ts';
import { toUtc } from './timestamp.ts';

/** Namespace and event type of a delivery receipt. Compared without regard to case. */
export const RECEIPT_NAMESPACE = 'SMS';
export const RECEIPT_EVENT_TYPE = 'outbound_message_status_changed';

/** Limit of a partition key (AWS: Service quotas of DynamoDB). */
const MAX_KEY_BYTES = 2048;
/** A number as text, as XML and some serializers write it. */
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;

const text = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'number' && hasExactText(value) ? String(value) : value)),
  v.string(),
  // A lone surrogate, such as half of a cut emoji, cannot be stored
  v.transform((value) => value.toWellFormed()),
);
const keyText = v.pipe(
  text,
  v.check((value) => new TextEncoder().encode(value).length <= MAX_KEY_BYTES),
);
/** Codes are compared without regard to case and to space around them. */
const code = v.pipe(v.string(), v.trim(), v.toLowerCase());
const number = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'string' && NUMBER.test(value.trim()) ? Number(value) : value)),
  v.number(),
);
const decimal = v.pipe(number, v.check(isStorableNumber));
const wholeNumber = v.pipe(number, v.safeInteger());
const constant = (expected: string) =>
  v.pipe(
    v.unknown(),
    v.check((value) => isCode(value, expected), `must be "${expected}"`),
  );

/** Whether the number has a text that is certain: no exponent, and no digits that JavaScript has rounded. */
function hasExactText(value: number): boolean {
  return Number.isSafeInteger(value) || (!Number.isInteger(value) && /^-?\d+\.\d{1,15}$/.test(String(value)));
}

/** Compares codes, without regard to case and to space around them. */
export function isCode(value: unknown, expected: string): boolean {
  return typeof value === 'string' && value.trim().toLowerCase() === expected.toLowerCase();
}

/** Valibot alone would accept a list as an object. */
const object = <E extends v.ObjectEntries>(entries: E) => v.pipe(v.custom<object>(isJsonObject), v.object(entries));

/** What the message is keyed by and its statuses are ordered by. Nothing else makes a receipt invalid. */
export const receiptSchema = object({
  namespace: constant(RECEIPT_NAMESPACE),
  eventType: constant(RECEIPT_EVENT_TYPE),
  payload: object({
    umid: v.pipe(
      v.string(),
      v.trim(),
      v.regex(UMID, 'must be a UUID, such as 9e09ac86-bd74-5465-851d-1eb5a5fdbb9a'),
      v.toLowerCase(),
    ),
    status: object({
      state: v.pipe(code, v.nonEmpty('is required')),
      timestamp: v.pipe(
        v.string(),
        v.rawTransform(({ dataset, addIssue, NEVER }) => {
          const utc = toUtc(dataset.value);
          if (utc !== undefined) return utc;
          addIssue({
            message: 'must be an ISO 8601 date and time with seconds and zone, such as 2016-01-01T00:00:00Z',
          });
          return NEVER;
        }),
      ),
    }),
  }),
});

/**
 * The other documented fields of each object, and `version`, which is documented for other products. A value that cannot be
 * read as its field is kept as an unknown field.
 */
export const FURTHER_FIELDS = {
  body: { version: wholeNumber },
  payload: {
    batchId: keyText,
    clientMessageId: keyText,
    clientBatchId: text,
    subAccountId: text,
    source: text,
    // A search for the number would miss it with space around it
    destination: v.pipe(keyText, v.trim()),
    smsCount: v.pipe(wholeNumber, v.minValue(0)),
  },
  status: { detail: code, errorCode: wholeNumber, errorMessage: text },
  price: { total: decimal, perSms: decimal, currency: v.pipe(v.string(), v.trim()) },
} as const satisfies {
  readonly body: Fields<'version'>;
  readonly payload: Fields<IdentityField | 'smsCount'>;
  readonly status: Fields<Exclude<keyof Status, 'state' | 'timestamp' | 'price' | 'smsCount'>>;
  readonly price: Fields<keyof Price>;
};

type Fields<Name extends string> = Readonly<Record<Name, v.GenericSchema>>;

export type FurtherFields<Part extends keyof typeof FURTHER_FIELDS> = {
  readonly [field in keyof (typeof FURTHER_FIELDS)[Part]]?: (typeof FURTHER_FIELDS)[Part][field] extends v.GenericSchema<
    unknown,
    infer Value
  >
    ? Value
    : never;
};
