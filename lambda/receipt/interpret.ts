import * as v from 'valibot';
import { IDENTITY_FIELDS, type Json, type JsonObject } from '../../contract/receipt-item.ts';
import type { ValidationIssue } from '../../contract/set-aside-item.ts';
import { findStructuralIssues, toExtra } from './extra.ts';
import { isJsonObject, withoutUndefined } from './json.ts';
import type { Receipt } from './message.ts';
import {
  FURTHER_FIELDS,
  type FurtherFields,
  isCode,
  RECEIPT_EVENT_TYPE,
  RECEIPT_NAMESPACE,
  receiptSchema,
} from './schema.ts';
import { bodyIssue, pointerTo, toValidationIssue } from './validation-issue.ts';

/** The meaning of a body. */
export type Interpretation =
  | {
      readonly kind: 'receipt';
      readonly receipt: Receipt;
      /** JSON pointers of the documented fields whose values were kept as unknown fields, because they cannot be read. */
      readonly unreadableFields: readonly string[];
    }
  /** Any other webhook of the vendor. */
  | { readonly kind: 'other-webhook'; readonly unknownFormat: boolean }
  | {
      readonly kind: 'invalid';
      readonly issues: readonly ValidationIssue[];
      /** Whether it looks like a receipt, or another webhook for SMS, in a format that the vendor does not document. */
      readonly unknownFormat: boolean;
    };

/** The event types of other SMS webhooks that the vendor documents. */
const OTHER_SMS_EVENT_TYPES = ['inbound_message_received', 'short_url_clicked'] as const;
/** The event type in the vendor's old format, before it was 8x8. */
const FLAT_EVENT_TYPE = 'outboundMessageDelivery';

const FLAT_FORMAT = bodyIssue(
  `is a receipt in the flat Wavecell format (eventType "${FLAT_EVENT_TYPE}"), which is not accepted: ` +
    'migrate to the current webhook. Delete the old one (DELETE https://api.wavecell.com/config/v1/webhook), then create ' +
    'the new one with the Webhooks configuration API of 8x8',
);

/** Interprets a parsed body. An invalid delivery receipt comes with all of its issues. */
export function interpret(body: unknown): Interpretation {
  const present = dropAbsent(body);
  const { kind, unknownFormat } = envelopeOf(present);
  const issues = [...findStructuralIssues(body, kind === 'receipt'), ...(kind === 'flat-receipt' ? [FLAT_FORMAT] : [])];
  if (issues.length > 0) return { kind: 'invalid', issues, unknownFormat };
  if (kind === 'other-webhook') return { kind, unknownFormat };
  const result = v.safeParse(receiptSchema, present);
  if (!result.success) return { kind: 'invalid', issues: result.issues.map(toValidationIssue), unknownFormat };
  return { kind: 'receipt', ...toReceipt(result.output, present as ReceiptBody) };
}

/** What a body says it is. */
interface Envelope {
  readonly kind:
    | 'receipt'
    /** Neither a receipt nor another webhook. It is validated as a receipt, so that its issues are listed. */
    | 'unclear'
    /** A receipt in the old format, which accounts with an old webhook still get. */
    | 'flat-receipt'
    | 'other-webhook';
  /** Whether it looks like a webhook for SMS in a format that the vendor does not document: the vendor may have changed it. */
  readonly unknownFormat: boolean;
}

/** @param body - without absent fields */
function envelopeOf(body: unknown): Envelope {
  if (!isJsonObject(body)) return { kind: 'unclear', unknownFormat: false };
  const { namespace, eventType } = body;
  if (isCode(eventType, FLAT_EVENT_TYPE) && typeof body.status === 'string') {
    return { kind: 'flat-receipt', unknownFormat: true };
  }
  const isSms = isCode(namespace, RECEIPT_NAMESPACE);
  const isReceipt = isCode(eventType, RECEIPT_EVENT_TYPE);
  const unknownFormat = isSms && !OTHER_SMS_EVENT_TYPES.some((type) => isCode(eventType, type));
  if (isSms && isReceipt) return { kind: 'receipt', unknownFormat };
  const isOther = (isText(namespace) && !isSms) || (isText(eventType) && !isReceipt);
  if (isOther) return { kind: 'other-webhook', unknownFormat };
  if (namespace === undefined && eventType === undefined) return withoutEnvelope(body);
  return { kind: 'unclear', unknownFormat };
}

function withoutEnvelope(body: JsonObject): Envelope {
  const { payload } = body;
  const hasReceipt = isJsonObject(payload) && (payload.umid !== undefined || payload.status !== undefined);
  if (hasReceipt || Object.keys(body).length === 0) return { kind: 'unclear', unknownFormat: false };
  return { kind: 'other-webhook', unknownFormat: body.umid !== undefined && body.status !== undefined };
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** Removes absent fields: the vendor may write `null` or `""` for a missing value. */
function dropAbsent(body: unknown): unknown {
  return mapField(dropAbsentFields(body), 'payload', (payload) =>
    mapField(mapField(dropAbsentFields(payload), 'status', dropAbsentFields), 'price', dropAbsentFields),
  );
}

/** Returns the value itself if nothing is absent, as in most receipts, to save a copy. */
function dropAbsentFields<T>(value: T): T | JsonObject {
  if (!isJsonObject(value) || !Object.values(value).some(isAbsent)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => !isAbsent(field)));
}

function isAbsent(field: unknown): boolean {
  return field === null || field === '';
}

function mapField(value: unknown, name: string, change: (field: Json | undefined) => unknown): unknown {
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) return value;
  const to = change(value[name]);
  return to === value[name] ? value : { ...value, [name]: to };
}

/** A body that the schema accepts. */
type ReceiptBody = JsonObject & { readonly payload: JsonObject & { readonly status: JsonObject } };

function toReceipt(
  { payload: { umid, status: required } }: v.InferOutput<typeof receiptSchema>,
  body: ReceiptBody,
): Pick<Extract<Interpretation, { kind: 'receipt' }>, 'receipt' | 'unreadableFields'> {
  const { payload } = body;
  // A price that is no object has no fields that can be read
  const hasPrice = isJsonObject(payload.price);
  const envelope = readFields(body, 'body', ['namespace', 'eventType', 'payload', 'description']);
  const message = readFields(payload, 'payload', ['umid', 'status', ...(hasPrice ? ['price'] : [])]);
  const status = readFields(payload.status, 'status', ['state', 'timestamp']);
  const price = readFields(hasPrice ? payload.price : {}, 'price', []);
  const rest = unknownFields(envelope.rest, message.rest, status.rest, price.rest);
  const { smsCount, ...identity } = message.known;
  const { version } = envelope.known;
  return {
    receipt: {
      umid,
      identity: withoutUndefined(Object.fromEntries(IDENTITY_FIELDS.map((field) => [field, identity[field]]))),
      status: {
        ...required,
        ...status.known,
        ...(smsCount !== undefined && { smsCount }),
        ...(isEmpty(price.known) ? {} : { price: price.known }),
      },
      ...(version !== undefined && { formatVersion: version }),
      ...(isEmpty(rest) ? {} : toExtra(rest)),
    },
    unreadableFields: [
      ...envelope.unreadable.map((name) => pointerTo([name])),
      ...[...message.unreadable, ...(payload.price === undefined || hasPrice ? [] : ['price'])].map((name) =>
        pointerTo(['payload', name]),
      ),
      ...status.unreadable.map((name) => pointerTo(['payload', 'status', name])),
      ...price.unreadable.map((name) => pointerTo(['payload', 'price', name])),
    ],
  };
}

interface ReadFields<Part extends keyof typeof FURTHER_FIELDS> {
  readonly known: FurtherFields<Part>;
  /** Names of the fields that cannot be read. */
  readonly unreadable: readonly string[];
  /** The values of these, and of the fields that are not documented. */
  readonly rest: JsonObject;
}

/** @param done - names of the fields that are read elsewhere, or not kept: `description` is always the same text */
function readFields<Part extends keyof typeof FURTHER_FIELDS>(
  fields: Json | undefined,
  part: Part,
  done: readonly string[],
): ReadFields<Part> {
  const schemas: Readonly<Record<string, v.GenericSchema>> = FURTHER_FIELDS[part];
  const known: [string, unknown][] = [];
  const unreadable: string[] = [];
  const rest: [string, Json][] = [];
  for (const [name, value] of Object.entries(fields as JsonObject)) {
    if (done.includes(name)) continue;
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    const result = schema && v.safeParse(schema, value);
    if (result?.success) {
      // A code of spaces alone is absent
      if (result.output !== '') known.push([name, result.output]);
      continue;
    }
    rest.push([name, value]);
    if (schema !== undefined) unreadable.push(name);
  }
  return { known: Object.fromEntries(known) as FurtherFields<Part>, unreadable, rest: Object.fromEntries(rest) };
}

/**
 * All that is not read. What belongs to the status and the price is under `status` and `price`. A field of the envelope is
 * under `envelope.<name>` if another one has its name.
 */
function unknownFields(envelope: JsonObject, message: JsonObject, status: JsonObject, price: JsonObject): JsonObject {
  const fields = new Map<string, Json>([
    ...Object.entries(message),
    ...(isEmpty(status) ? [] : [['status', status] as const]),
    ...(isEmpty(price) ? [] : [['price', price] as const]),
  ]);
  for (const [name, value] of Object.entries(envelope)) {
    let free = name;
    while (fields.has(free)) free = `envelope.${free}`;
    fields.set(free, value);
  }
  return Object.fromEntries(fields);
}

function isEmpty(fields: unknown): boolean {
  return Object.keys(fields as object).length === 0;
}
