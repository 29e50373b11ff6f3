import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  type marshallOptions as MarshallOptions,
  marshall,
  type unmarshallOptions as UnmarshallOptions,
  unmarshall,
} from '@aws-sdk/util-dynamodb';

/** How our values become DynamoDB's. */
export const MARSHALL_OPTIONS = Object.freeze({
  removeUndefinedValues: true,
  // A map with a field named constructor is taken for an instance of a class, and refused without this
  convertClassInstanceToMap: true,
  // A whole number of 2^53 or more is stored as the number that JavaScript reads, through its text
  allowImpreciseNumbers: true,
} as const satisfies MarshallOptions);

/** How DynamoDB's values become ours: every number as JavaScript reads it, never as a `bigint`. */
export const UNMARSHALL_OPTIONS = Object.freeze({ wrapNumbers: Number } as const satisfies UnmarshallOptions);

/** Values by name, as DynamoDB takes them; those that are undefined are left out. */
export function toAttributeValues(values: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  return marshall(values, MARSHALL_OPTIONS) as Record<string, AttributeValue>;
}

/** An item, or a part of it, as we take it. */
export function fromAttributeValues(attributes: Record<string, AttributeValue>): Record<string, unknown> {
  return unmarshall(attributes, UNMARSHALL_OPTIONS);
}
