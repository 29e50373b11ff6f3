import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  type marshallOptions as MarshallOptions,
  marshall,
  type unmarshallOptions as UnmarshallOptions,
  unmarshall,
} from '@aws-sdk/util-dynamodb';

/** An update of an item on a condition, without the table and the key. */
export interface UpdateRequest {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, AttributeValue>;
  /** Which attributes the caller needs after the update. They cost no request and no read unit. Default: none. */
  readonly ReturnValues?: 'ALL_NEW' | 'UPDATED_NEW';
}

/** Builds an update expression. Every name and value has a placeholder, so a name may be a reserved word of DynamoDB. */
export class Expression {
  readonly #names = new Placeholders<string>('#');
  readonly #values = new Placeholders<unknown>(':');
  readonly #set: string[] = [];
  readonly #remove: string[] = [];
  readonly #add: string[] = [];

  name(attribute: string): string {
    return this.#names.of(attribute);
  }

  /** Equal values share a placeholder: most are both set and compared, and need not be sent twice. */
  value(value: unknown): string {
    return this.#values.of(value);
  }

  /** Sets an attribute to an expression. */
  set(attribute: string, to: string): void {
    this.#set.push(`${this.name(attribute)} = ${to}`);
  }

  /** Sets attributes to values; those that are undefined are removed. */
  assign(attributes: object): void {
    for (const [attribute, value] of Object.entries(attributes)) {
      if (value === undefined) this.#remove.push(this.name(attribute));
      else this.set(attribute, this.value(value));
    }
  }

  increment(attribute: string): void {
    this.#add.push(`${this.name(attribute)} ${this.value(1)}`);
  }

  /** The update with this condition. */
  build(condition: string): UpdateRequest {
    const clauses = [
      ['SET', this.#set],
      ['REMOVE', this.#remove],
      ['ADD', this.#add],
    ] as const;
    return {
      UpdateExpression: clauses
        .flatMap(([keyword, parts]) => (parts.length === 0 ? [] : [`${keyword} ${parts.join(', ')}`]))
        .join(' '),
      ConditionExpression: condition,
      ExpressionAttributeNames: this.#names.meanings,
      ExpressionAttributeValues: toAttributeValues(this.#values.meanings),
    };
  }
}

class Placeholders<T> {
  /** What each placeholder stands for, as requests have it. */
  readonly meanings: Record<string, T> = {};
  readonly #known = new Map<T, string>();
  readonly #prefix: string;

  constructor(prefix: '#' | ':') {
    this.#prefix = prefix;
  }

  of(meaning: T): string {
    const existing = this.#known.get(meaning);
    if (existing !== undefined) return existing;
    const made = `${this.#prefix}${this.#known.size}`;
    this.#known.set(meaning, made);
    this.meanings[made] = meaning;
    return made;
  }
}

/** The part of a read request that names the attributes to return, which may be reserved words. */
export function projectionOf(attributes: readonly string[]): {
  readonly ProjectionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
} {
  return {
    ProjectionExpression: attributes.map((_, at) => `#${at}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name, at) => [`#${at}`, name])),
  };
}

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
