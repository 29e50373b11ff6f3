import * as v from 'valibot';
import { toStorable } from './extra.ts';
import { IDENTITY_FIELDS, isJsonObject, type Json, type JsonObject, type Receipt } from './receipt.ts';
import { KNOWN_NAMES, OUR_EVENT_TYPE, OUR_NAMESPACE, type ReceiptBody, receiptSchema } from './schema.ts';
import { findStructuralIssues } from './structure.ts';
import { pointerTo, type ValidationIssue } from './validation-issue.ts';

/** What a body turned out to be. */
export type Interpretation =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  /** A well-formed webhook of the vendor that is no delivery receipt for SMS. */
  | { readonly kind: 'other-webhook' }
  | { readonly kind: 'invalid'; readonly issues: readonly ValidationIssue[] };

/** Says what a parsed body is, with every fault of one that should be a delivery receipt and is not valid. */
export function interpret(body: unknown): Interpretation {
  if (isOtherWebhook(body)) return { kind: 'other-webhook' };
  const issues = findStructuralIssues(body);
  if (issues.length > 0) return { kind: 'invalid', issues };
  const cleaned = withoutAbsent(body);
  const result = v.safeParse(receiptSchema, cleaned);
  return result.success
    ? { kind: 'receipt', receipt: toReceipt(result.output, unknownFields(cleaned)) }
    : { kind: 'invalid', issues: result.issues.map(toValidationIssue) };
}

function isOtherWebhook(body: unknown): boolean {
  if (!isJsonObject(body) || !isJsonObject(body.payload)) return false;
  const { namespace, eventType } = body;
  if (typeof namespace !== 'string' || typeof eventType !== 'string' || !namespace || !eventType) return false;
  return namespace !== OUR_NAMESPACE || eventType !== OUR_EVENT_TYPE;
}

/** The vendor's serializer may write `null` or an empty text where a value is missing, and so an empty price. */
function withoutAbsent(body: unknown): unknown {
  return changed(present(body), 'payload', (payload) =>
    present(
      changed(changed(present(payload), 'status', present), 'price', (price) =>
        isJsonObject(price) && isEmpty(present(price)) ? null : present(price),
      ),
    ),
  );
}

/** The value itself where nothing is absent, as it is in most receipts: each copy would cost every receipt. */
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

function toReceipt({ payload }: ReceiptBody, extra: JsonObject): Receipt {
  const { umid, status, price, smsCount } = payload;
  const knownOfPrice = defined(price ?? {});
  return {
    umid,
    identity: defined(Object.fromEntries(IDENTITY_FIELDS.map((field) => [field, payload[field]]))),
    status: {
      state: status.state,
      timestamp: status.timestamp,
      ...defined({ ...status, smsCount }),
      ...(isEmpty(knownOfPrice) ? {} : { price: knownOfPrice }),
    },
    ...(isEmpty(extra) ? {} : { extra: toStorable(extra) }),
  };
}

/** Fields that the schema does not name, those of the status and the price under these names. */
function unknownFields(body: unknown): JsonObject {
  const unknownOf = (fields: unknown, known: ReadonlySet<string>): JsonObject =>
    isJsonObject(fields) ? Object.fromEntries(Object.entries(fields).filter(([name]) => !known.has(name))) : {};
  const { payload } = body as { payload: JsonObject };
  const ofStatus = unknownOf(payload.status, KNOWN_NAMES.status);
  const ofPrice = unknownOf(payload.price, KNOWN_NAMES.price);
  return {
    ...unknownOf(body, KNOWN_NAMES.body),
    ...unknownOf(payload, KNOWN_NAMES.payload),
    ...(isEmpty(ofStatus) ? {} : { status: ofStatus }),
    ...(isEmpty(ofPrice) ? {} : { price: ofPrice }),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
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
  if (issue.type === 'literal') return `must be ${issue.expected}`;
  const expected = issue.kind === 'schema' ? EXPECTED[issue.type] : undefined;
  return expected === undefined ? issue.message : `must be ${expected}, not ${typeName(issue.input)}`;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return { string: 'text', object: 'an object', number: 'a number' }[typeof value as string] ?? `a ${typeof value}`;
}
