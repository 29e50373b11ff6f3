import { CONSTANT_FIELDS, type Json, type ReceiptItem, type StatusEntry } from '../contract/receipt-item.ts';

/** An item in values of JSON. Only its umid is certain, because something else may have written it. */
export type StoredItem = Pick<ReceiptItem, 'umid'> & { readonly [name in keyof ReceiptItem]?: unknown };

/** What can be shown of an item: attributes of another type are absent, or their text where text is expected. */
export type ReadableItem = Pick<ReceiptItem, 'umid'> &
  Partial<Omit<ReceiptItem, 'history'>> & { readonly history: readonly ReadableEntry[] };

export type ReadableEntry = Partial<Omit<StatusEntry, 'origin'>> & { readonly origin?: string };

const STATUS_TEXTS = ['state', 'detail', 'errorMessage'] as const;
const ENTRY_TEXTS = [...STATUS_TEXTS, 'timestamp', 'receivedAt', 'origin'] as const;
const ITEM_TEXTS = [
  ...STATUS_TEXTS,
  ...CONSTANT_FIELDS,
  'statusTimestamp',
  'priceCurrency',
  'firstReceivedAt',
  'lastReceivedAt',
] as const;
const ITEM_NUMBERS = ['errorCode', 'smsCount', 'priceTotal', 'pricePerSms', 'expiresAt'] as const;

export function readableItem(item: StoredItem): ReadableItem {
  return {
    umid: item.umid,
    ...pick(item, ITEM_TEXTS, textOf),
    ...pick(item, ITEM_NUMBERS, numberOf),
    terminal: item.terminal === true,
    history: readableHistory(item.history),
  };
}

/** An entry that is not a map becomes one whose state is its text. */
export function readableHistory(history: unknown): ReadableEntry[] {
  if (!Array.isArray(history)) return [];
  return history.map((entry) =>
    isMap(entry)
      ? { ...pick(entry, ENTRY_TEXTS, textOf), ...pick(entry, ['errorCode'] as const, numberOf) }
      : { state: textOf(entry) ?? JSON.stringify(entry) },
  );
}

/** Values of DynamoDB as values of JSON: sets become lists, bytes become base64. */
export function jsonOf(value: unknown): Json {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Set) return [...value].map(jsonOf);
  if (Array.isArray(value)) return value.map(jsonOf);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, jsonOf(field)]));
  return (value ?? null) as Json;
}

function pick<Name extends string, T>(
  map: { readonly [name in Name]?: unknown },
  names: readonly Name[],
  read: (value: unknown) => T | undefined,
): { readonly [name in Name]?: T } {
  const entries = names.map((name) => [name, read(map[name])] as const).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [name in Name]?: T };
}

export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
