import * as v from 'valibot';
import { findStructuralIssues, toExtra } from './extra.ts';
import { isJsonObject, withoutUndefined } from './json.ts';
import { IDENTITY_FIELDS, type Json, type JsonObject, type Receipt } from './receipt.ts';
import {
  equalsIgnoreCase,
  KNOWN_NAMES,
  RECEIPT_EVENT_TYPE,
  RECEIPT_NAMESPACE,
  type ReceiptBody,
  receiptSchema,
} from './schema.ts';
import { bodyIssue, toValidationIssue, type ValidationIssue } from './validation-issue.ts';

/** The meaning of a body. */
export type Interpretation =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  /** Any other webhook of the vendor. */
  | { readonly kind: 'other-webhook'; readonly unknownFormat: boolean }
  | {
      readonly kind: 'invalid';
      readonly issues: readonly ValidationIssue[];
      /** Whether it looks like a receipt, or another webhook for SMS, in a format that the vendor does not document. */
      readonly unknownFormat: boolean;
    };

/** The event types of other SMS webhooks that the vendor documents. */
const OTHER_SMS_EVENT_TYPES: ReadonlySet<string> = new Set(['inbound_message_received', 'short_url_clicked']);
/** The event type in the vendor's old format, before it was 8x8. */
const FLAT_EVENT_TYPE = 'outboundMessageDelivery';
const FLAT_FORMAT =
  `is a receipt in the flat Wavecell format (eventType "${FLAT_EVENT_TYPE}"), which is not accepted: ` +
  'migrate to the current webhook. Delete the old one (DELETE https://api.wavecell.com/config/v1/webhook), then create ' +
  'the new one with the Webhooks configuration API of 8x8';

/** Interprets a parsed body. An invalid delivery receipt comes with all of its issues. */
export function interpret(body: unknown): Interpretation {
  const cleaned = dropAbsent(body);
  const { kind, unknownFormat } = envelopeOf(cleaned);
  const issues = findStructuralIssues(body, kind === 'receipt');
  if (kind === 'flat-receipt') issues.push(bodyIssue(FLAT_FORMAT));
  if (issues.length > 0) return { kind: 'invalid', issues, unknownFormat };
  if (kind === 'other-webhook') return { kind, unknownFormat };
  const result = v.safeParse(receiptSchema, cleaned);
  return result.success
    ? { kind: 'receipt', receipt: toReceipt(result.output, cleaned) }
    : { kind: 'invalid', issues: result.issues.map(toValidationIssue), unknownFormat };
}

/** What a body claims to be. */
interface Envelope {
  readonly kind:
    | 'receipt'
    /** A receipt in the old format, which accounts with an old webhook still get. */
    | 'flat-receipt'
    /** An object with another namespace or event type, or with neither and without the fields of a receipt. */
    | 'other-webhook'
    /** Anything else. It is validated as a receipt, so that its issues are listed. */
    | 'unclear';
  /** Whether it looks like a webhook for SMS in an unknown format: the vendor may have changed it. */
  readonly unknownFormat: boolean;
}

/** @param body - without absent fields */
function envelopeOf(body: unknown): Envelope {
  if (!isJsonObject(body) || isEmpty(body)) return { kind: 'unclear', unknownFormat: false };
  const { namespace, eventType, payload, status } = body;
  if (equalsIgnoreCase(eventType, FLAT_EVENT_TYPE) && typeof status === 'string') {
    return { kind: 'flat-receipt', unknownFormat: true };
  }
  const isSms = equalsIgnoreCase(namespace, RECEIPT_NAMESPACE);
  const isReceipt = equalsIgnoreCase(eventType, RECEIPT_EVENT_TYPE);
  if (isSms && isReceipt) return { kind: 'receipt', unknownFormat: true };
  const namesOther = (typeof namespace === 'string' && !isSms) || (typeof eventType === 'string' && !isReceipt);
  const namesNone = namespace === undefined && eventType === undefined;
  const hasReceipt = isJsonObject(payload) && (payload.umid !== undefined || payload.status !== undefined);
  const isDocumented = typeof eventType === 'string' && OTHER_SMS_EVENT_TYPES.has(eventType.toLowerCase());
  return {
    kind: namesOther || (namesNone && !hasReceipt) ? 'other-webhook' : 'unclear',
    unknownFormat: isSms && !isDocumented,
  };
}

/** Removes absent fields: the vendor may write `null` or `""` for a missing value, and an empty price. */
function dropAbsent(body: unknown): unknown {
  return mapField(dropAbsentFields(body), 'payload', (payload) =>
    dropAbsentFields(
      mapField(mapField(dropAbsentFields(payload), 'status', dropAbsentFields), 'price', (price) =>
        isJsonObject(price) && isEmpty(dropAbsentFields(price)) ? null : dropAbsentFields(price),
      ),
    ),
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

function toReceipt({ payload, version }: ReceiptBody, body: unknown): Receipt {
  const { umid, status, price, smsCount } = payload;
  const unknown = unknownFields(body, version !== undefined);
  const knownOfPrice = withoutUndefined(price ?? {});
  return {
    umid,
    identity: withoutUndefined(Object.fromEntries(IDENTITY_FIELDS.map((field) => [field, payload[field]]))),
    status: {
      ...withoutUndefined({ ...status, smsCount }),
      ...(isEmpty(knownOfPrice) ? {} : { price: knownOfPrice }),
    },
    ...(version !== undefined && { formatVersion: version }),
    ...(isEmpty(unknown) ? {} : toExtra(unknown)),
  };
}

/**
 * Fields that the schema does not name. Those of the status and the price are under `status` and `price`. A field of the
 * envelope is under `envelope.<name>` if the payload has an unknown field with the same name.
 */
function unknownFields(body: unknown, hasVersion: boolean): JsonObject {
  const unknownOf = (fields: unknown, known: ReadonlySet<string>): JsonObject =>
    isJsonObject(fields) ? Object.fromEntries(Object.entries(fields).filter(([name]) => !known.has(name))) : {};
  const { payload, version = null } = body as { payload: JsonObject; version?: Json };
  const ofStatus = unknownOf(payload.status, KNOWN_NAMES.status);
  const ofPrice = unknownOf(payload.price, KNOWN_NAMES.price);
  const ofPayload = {
    ...unknownOf(payload, KNOWN_NAMES.payload),
    ...(isEmpty(ofStatus) ? {} : { status: ofStatus }),
    ...(isEmpty(ofPrice) ? {} : { price: ofPrice }),
  };
  const ofEnvelope = {
    ...unknownOf(body, KNOWN_NAMES.body),
    ...(hasVersion || version === null ? {} : { version }),
  };
  const renamed = Object.entries(ofEnvelope).map(([name, value]) => [
    Object.hasOwn(ofPayload, name) ? `envelope.${name}` : name,
    value,
  ]);
  return { ...Object.fromEntries(renamed), ...ofPayload };
}

function isEmpty(fields: unknown): boolean {
  return Object.keys(fields as object).length === 0;
}
