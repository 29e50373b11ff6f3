import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type marshallOptions as MarshallOptions, marshall } from '@aws-sdk/util-dynamodb';

/** How our values become DynamoDB's. */
export const MARSHALL_OPTIONS = Object.freeze({
  removeUndefinedValues: true,
  // A map with a field named constructor is taken for an instance of a class, and refused without this
  convertClassInstanceToMap: true,
} as const satisfies MarshallOptions);

/** Values by name, as DynamoDB takes them; those that are undefined are left out. */
export function attributeValues(values: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  return marshall(values, MARSHALL_OPTIONS) as Record<string, AttributeValue>;
}
