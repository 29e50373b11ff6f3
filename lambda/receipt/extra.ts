import type { Json, JsonObject, UnknownFields } from '../../contract/receipt-item.ts';
import type { ValidationIssue } from '../../contract/set-aside-item.ts';
import { isJsonObject } from './json.ts';
import { pointerTo } from './validation-issue.ts';

/** Whether DynamoDB can store the number: 38 digits, magnitudes from 1E-130 to 9.99E+125 (AWS: DynamoDB data types). */
export function isStorableNumber(value: number): boolean {
  const magnitude = Math.abs(value);
  return value === 0 || (magnitude >= 1e-130 && magnitude <= 9.9e125);
}

/** Marks where text was cut off or a value was nested too deep. */
const ELLIPSIS = '…';
/** Limit for the map and for the text. An item holds both, and again in the history. */
const MAX_BYTES = 4096;
/** DynamoDB nests 32 levels (AWS: Service quotas), of which the item around an unknown field takes 4. */
const MAX_DEPTH = 20;
/** Text may nest deeper, within the limits of recursion. */
const MAX_DEPTH_OF_TEXT = 200;
/** Limit for the structural issues of a body. */
const MAX_ISSUES = 20;
/** DynamoDB refuses empty names, and long names of keys (AWS: Naming rules). */
const MAX_NAME_BYTES = 255;
/** In any spelling: another case or separator must not let the text of a message through. */
const OUTBOUND_CONTENT = /outbound[\W_]*content/i;

const encoder = new TextEncoder();

/**
 * Converts unknown fields to a form that DynamoDB can store, without the text of the message. Numbers that it cannot
 * store become text, and broken characters are replaced.
 */
export function toExtra(fields: JsonObject): UnknownFields {
  const inMap: [string, Json][] = [];
  const inText: [string, Json][] = [];
  let bytesLeft = MAX_BYTES;
  for (const [name, value] of Object.entries(fields)) {
    const field = cleanField(name, value);
    if (field === undefined) continue;
    const bytes = byteLength(JSON.stringify(field));
    if (bytes <= bytesLeft && fitsInMap(Object.fromEntries([field]))) {
      inMap.push(field);
      bytesLeft -= bytes;
    } else inText.push(field);
  }
  return {
    ...(inMap.length > 0 && { extra: Object.fromEntries(inMap) }),
    ...(inText.length > 0 && { extraText: truncate(JSON.stringify(Object.fromEntries(inText))) }),
  };
}

function cleanField(name: string, value: Json, depth = 0): [string, Json] | undefined {
  const kept = OUTBOUND_CONTENT.test(name) ? withoutText(value) : value;
  return kept === undefined ? undefined : [name.toWellFormed(), clean(kept, depth)];
}

function clean(value: Json, depth: number): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') return isStorableNumber(value) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH_OF_TEXT) return ELLIPSIS;
  if (Array.isArray(value)) return value.map((inner) => clean(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const field = cleanField(name, inner, depth + 1);
      return field === undefined ? [] : [field];
    }),
  );
}

/**
 * Keeps only the `meta` of an `outboundContent`, which says that the text was redacted and why. The text is never kept. The
 * other fields are the same in all messages and would cost a write unit.
 */
function withoutText(content: Json): JsonObject | undefined {
  return isJsonObject(content) && content.meta !== undefined ? { meta: content.meta } : undefined;
}

function fitsInMap(value: Json, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH) return false;
  return Object.entries(value).every(
    ([name, inner]) => isStorableName(name) && !isNamedConstructor(name, inner) && fitsInMap(inner, depth + 1),
  );
}

function isStorableName(name: string): boolean {
  // `__proto__` would set the prototype of the marshaller's map
  return name !== '' && name !== '__proto__' && byteLength(name) <= MAX_NAME_BYTES;
}

/** The marshaller recognizes sets, bytes and other classes by `constructor.name`, so it would misread such a map. */
function isNamedConstructor(name: string, value: Json): boolean {
  return name === 'constructor' && isJsonObject(value) && Object.hasOwn(value, 'name');
}

function truncate(text: string): string {
  if (byteLength(text) <= MAX_BYTES) return text;
  const { read } = encoder.encodeInto(text, new Uint8Array(MAX_BYTES - byteLength(ELLIPSIS)));
  return text.slice(0, read) + ELLIPSIS;
}

function byteLength(text: string): number {
  return encoder.encode(text).length;
}

interface Node {
  readonly value: unknown;
  readonly path: readonly (string | number)[];
}

/**
 * Finds nesting that is too deep for later steps. Uses a list instead of recursion, because a body of brackets alone would
 * exhaust the stack.
 *
 * @param mayNest - whether deeper levels are accepted, as in unknown fields of a receipt
 */
export function findStructuralIssues(body: unknown, mayNest: boolean): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const open: Node[] = [{ value: body, path: [] }];
  for (let next = open.pop(); next !== undefined && issues.length < MAX_ISSUES; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= MAX_DEPTH) {
      if (!mayNest) issues.push({ pointer: pointerTo(path), detail: `is nested deeper than ${MAX_DEPTH} levels` });
      continue;
    }
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'object') open.push({ value: inner, path: [...path, name] });
    }
  }
  return issues;
}
