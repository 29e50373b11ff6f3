import type { Json, JsonObject } from './receipt.ts';

/** What DynamoDB stores as a number: 38 digits, magnitudes from 1E-130 to 9.99E+125 (AWS: DynamoDB data types). */
export function isStorableNumber(value: number): boolean {
  const magnitude = Math.abs(value);
  return value === 0 || (magnitude >= 1e-130 && magnitude <= 9.9e125);
}

/** Unknown fields in a form that can be stored: numbers that cannot be are kept as text, broken text is mended. */
export function toStorable(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.toWellFormed(), toStorableValue(value)]),
  );
}

function toStorableValue(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') return isExactNumber(value) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? value.map(toStorableValue) : toStorable(value as JsonObject);
}

function isExactNumber(value: number): boolean {
  return isStorableNumber(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
