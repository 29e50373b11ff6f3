import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  type marshallOptions as MarshallOptions,
  marshall,
  type unmarshallOptions as UnmarshallOptions,
  unmarshall,
} from '@aws-sdk/util-dynamodb';

/** How values are converted for DynamoDB. */
export const MARSHALL_OPTIONS = Object.freeze({
  removeUndefinedValues: true,
  // Without this, a map with a field named `constructor` is refused as an instance of a class
  convertClassInstanceToMap: true,
  // A whole number of 2^53 or more is stored as the number that JavaScript reads, through its text
  allowImpreciseNumbers: true,
} as const satisfies MarshallOptions);

/** How values of DynamoDB are converted: every number as `number`, never as `bigint`. */
export const UNMARSHALL_OPTIONS = Object.freeze({ wrapNumbers: Number } as const satisfies UnmarshallOptions);

/** Converts values to DynamoDB's format. Undefined values are left out. */
export function toAttributeValues(values: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  return marshall(values, MARSHALL_OPTIONS) as Record<string, AttributeValue>;
}

/** Converts an item, or a part of it, from DynamoDB's format. */
export function fromAttributeValues(attributes: Record<string, AttributeValue>): Record<string, unknown> {
  return unmarshall(attributes, UNMARSHALL_OPTIONS);
}
