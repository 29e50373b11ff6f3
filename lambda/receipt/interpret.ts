import * as v from 'valibot';
import { findFlatFormatIssues, isOtherWebhook, isReceiptEnvelope, isUnknownFormat } from './envelope.ts';
import { toExtra } from './extra.ts';
import { IDENTITY_FIELDS, isJsonObject, type Json, type JsonObject, type Receipt } from './receipt.ts';
import { KNOWN_NAMES, type ReceiptBody, receiptSchema } from './schema.ts';
import { findStructuralIssues } from './structure.ts';
import { pointerTo, type ValidationIssue } from './validation-issue.ts';
import { withoutUndefined } from './without-undefined.ts';

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

/** Interprets a parsed body. An invalid delivery receipt comes with all of its issues. */
export function interpret(body: unknown): Interpretation {
  const cleaned = withoutAbsent(body);
  const issues = [...findStructuralIssues(body, isReceiptEnvelope(body)), ...findFlatFormatIssues(cleaned)];
  const unknownFormat = isUnknownFormat(cleaned);
  if (issues.length > 0) return { kind: 'invalid', issues, unknownFormat };
  if (isOtherWebhook(cleaned)) return { kind: 'other-webhook', unknownFormat };
  const result = v.safeParse(receiptSchema, cleaned);
  return result.success
    ? { kind: 'receipt', receipt: toReceipt(result.output, cleaned) }
    : { kind: 'invalid', issues: result.issues.map(toValidationIssue), unknownFormat };
}

/** Removes absent fields: the vendor may write `null` or `""` for a missing value, and an empty price. */
function withoutAbsent(body: unknown): unknown {
  return changed(present(body), 'payload', (payload) =>
    present(
      changed(changed(present(payload), 'status', present), 'price', (price) =>
        isJsonObject(price) && isEmpty(present(price)) ? null : present(price),
      ),
    ),
  );
}

/** Returns the value itself if nothing is absent, as in most receipts, to save a copy. */
function present<T>(value: T): T | JsonObject {
  if (!isJsonObject(value) || !Object.values(value).some(isAbsent)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => !isAbsent(field)));
}

function isAbsent(field: unknown): boolean {
  return field === null || field === '';
}

function changed(value: unknown, name: string, change: (field: Json | undefined) => unknown): unknown {
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

const EXPECTED: Readonly<Record<string, string>> = {
  custom: 'an object',
  string: 'text',
  number: 'a number',
};

function toValidationIssue(issue: v.BaseIssue<unknown>): ValidationIssue {
  const path = issue.path?.map((step) => step.key as string | number) ?? [];
  return { pointer: pointerTo(path), detail: describe(issue) };
}

function describe(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'is required';
  const expected = issue.kind === 'schema' ? EXPECTED[issue.type] : undefined;
  return expected === undefined ? issue.message : `must be ${expected}, not ${typeName(issue.input)}`;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return { string: 'text', object: 'an object', number: 'a number' }[typeof value as string] ?? `a ${typeof value}`;
}
