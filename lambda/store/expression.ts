import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { toAttributeValues } from './attribute-values.ts';

/** The parts of an update that an {@link Expression} makes. */
export interface ExpressionInput {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, AttributeValue>;
}

/** Builds an update expression. Every name and value has a placeholder, so a name may be a reserved word of DynamoDB. */
export class Expression {
  readonly #names = new Map<string, string>();
  readonly #values = new Map<unknown, string>();
  readonly #set: string[] = [];
  readonly #remove: string[] = [];
  readonly #add: string[] = [];

  name(attribute: string): string {
    return placeholder(this.#names, attribute, '#');
  }

  /** Equal values share a placeholder: most are both set and compared, and need not be sent twice. */
  value(value: unknown): string {
    return placeholder(this.#values, value, ':');
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
  build(condition: string): ExpressionInput {
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
      ExpressionAttributeNames: Object.fromEntries([...this.#names].map(([name, place]) => [place, name])),
      ExpressionAttributeValues: toAttributeValues(
        Object.fromEntries([...this.#values].map(([value, place]) => [place, value])),
      ),
    };
  }
}

function placeholder<T>(known: Map<T, string>, key: T, prefix: '#' | ':'): string {
  const existing = known.get(key);
  if (existing !== undefined) return existing;
  const made = `${prefix}${known.size}`;
  known.set(key, made);
  return made;
}
