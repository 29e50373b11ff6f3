import type { AttributeValue } from '@aws-sdk/client-dynamodb';

const WRITE_UNIT_BYTES = 1024;
/** Overhead of a list or a map, and of each value in it. */
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

/** Billed size of an item in bytes ("DynamoDB item sizes and formats" in the developer guide). */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

/** Write units for an item of that size. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES));
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.L !== undefined) {
    return CONTAINER_BYTES + value.L.reduce((sum, inner) => sum + ELEMENT_BYTES + valueBytes(inner), 0);
  }
  if (value.M !== undefined) {
    return CONTAINER_BYTES + Object.values(value.M).length * ELEMENT_BYTES + itemBytes(value.M);
  }
  // BOOL and NULL; the receiver stores no other type
  return 1;
}

/** About one byte for every two significant digits, plus one. */
function numberBytes(number: string): number {
  const digits = number
    .replace(/e.*$/i, '')
    .replace(/[^\d]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (number.startsWith('-') ? 1 : 0);
}
