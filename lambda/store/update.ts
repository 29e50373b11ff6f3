import type { Message } from '../receipt/message.ts';
import { IDENTITY_FIELDS } from '../receipt/receipt.ts';
import { statusSortKey } from '../receipt/status-order.ts';
import { type Attributes, attributesOf, type StoredMessage } from './item.ts';

/** A write of a message's item, but for the table's name and the key. */
export interface Update {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  /** In our terms, by placeholder. */
  readonly ExpressionAttributeValues: Readonly<Record<string, unknown>>;
}

/** More unknown fields than this in one receipt, and their names would outgrow AWS's 4 KB for an expression. */
const MAX_EXTRA_NAMES = 16;

/**
 * The write of a receipt without having read the item: it holds only where {@link mergeReceipt} would put the status
 * last and change nothing else that is stored. Where it does not hold, {@link versionedReplace} follows.
 */
export function conditionalAppend(received: Message, retentionDays: number): Update {
  const expression = new Expression();
  expression.assign(attributesOf(received, retentionDays));
  const { history, firstReceivedAt } = received;
  expression.set(
    'history',
    `list_append(if_not_exists(history, ${expression.value([])}), ${expression.value(history)})`,
  );
  expression.set('firstReceivedAt', `if_not_exists(firstReceivedAt, ${expression.value(firstReceivedAt)})`);
  expression.set('version', `if_not_exists(version, ${expression.value(0)}) + ${expression.value(1)}`);
  return expression.when(`${isNew(expression)} OR (${supersedes(expression, received)})`);
}

/** The write of a merged message over the item that it was merged from. */
export function versionedReplace(message: Message, stored: StoredMessage, retentionDays: number): Update {
  const expression = new Expression();
  expression.assign({
    ...attributesOf(message, retentionDays),
    history: message.history,
    firstReceivedAt: message.firstReceivedAt,
    version: (stored.version ?? 0) + 1,
  });
  return expression.when(stored.exists ? isUnchanged(expression, stored.version) : isNew(expression));
}

/** No receipt of this message was recorded, or its item has expired. */
const isNew = (expression: Expression): string => `attribute_not_exists(${expression.name('umid')})`;

/** Nobody wrote the item since it was read. */
const isUnchanged = (expression: Expression, version: number | undefined): string =>
  version === undefined
    ? `attribute_exists(${expression.name('umid')}) AND attribute_not_exists(${expression.name('version')})`
    : `${expression.name('version')} = ${expression.value(version)}`;

function supersedes(expression: Expression, received: Message): string {
  const [entry] = received.history;
  if (entry === undefined) throw new TypeError('a message has at least one status');
  return [
    // The status goes last in the history
    `${expression.name('statusOrder')} < ${expression.value(statusSortKey(entry))}`,
    // The receive time goes last too: a receipt from the fallback queue, or from a container with a slow clock, may not
    `${expression.name('lastReceivedAt')} <= ${expression.value(received.lastReceivedAt)}`,
    // No other value is replaced that the merge might prefer
    ...IDENTITY_FIELDS.flatMap((field) => {
      const value = received.identity[field];
      return value === undefined ? [] : [isAbsentOrEqual(expression, field, value)];
    }),
    ...(entry.extra ? [replacesWholeExtra(expression, Object.keys(entry.extra))] : []),
  ].join(' AND ');
}

const isAbsentOrEqual = (expression: Expression, field: string, value: string): string =>
  `(attribute_not_exists(${expression.name(field)}) OR ${expression.name(field)} = ${expression.value(value)})`;

/** Every unknown field that is stored is in the receipt as well, so that the new map loses none. */
const replacesWholeExtra = (expression: Expression, names: readonly string[]): string => {
  const extra = expression.name('extra');
  const absent = `attribute_not_exists(${extra})`;
  if (names.length > MAX_EXTRA_NAMES) return absent;
  const all = names.map((name, at) => `attribute_exists(${extra}.${expression.foreignName(name, `#x${at}`)})`);
  return `(${absent} OR (size(${extra}) = ${expression.value(names.length)} AND ${all.join(' AND ')}))`;
};

/** Attributes of ours that are words of DynamoDB's own, and so need a placeholder (AWS: Reserved words in DynamoDB). */
const RESERVED: ReadonlySet<string> = new Set(['source', 'state']);

/** Collects an update expression with its placeholders for names and values. */
class Expression {
  readonly #placeholders = new Map<unknown, string>();
  readonly #names: Record<string, string> = {};
  readonly #values: Record<string, unknown> = {};
  readonly #set: string[] = [];
  readonly #remove: string[] = [];

  /** An attribute of ours, as an expression names it. */
  name(attribute: string): string {
    // A placeholder for each would make the request half as long again
    return RESERVED.has(attribute) ? this.foreignName(attribute, `#${attribute}`) : attribute;
  }

  /** A name that may have characters of any kind. */
  foreignName(name: string, placeholder: string): string {
    this.#names[placeholder] = name;
    return placeholder;
  }

  /** One placeholder for each distinct value: most are both set and compared, and need not be sent twice. */
  value(value: unknown): string {
    const known = this.#placeholders.get(value);
    if (known !== undefined) return known;
    const placeholder = `:${this.#placeholders.size}`;
    this.#placeholders.set(value, placeholder);
    this.#values[placeholder] = value;
    return placeholder;
  }

  set(attribute: string, to: string): void {
    this.#set.push(`${this.name(attribute)} = ${to}`);
  }

  assign(attributes: Attributes): void {
    for (const [attribute, value] of Object.entries(attributes)) {
      if (value === undefined) this.#remove.push(this.name(attribute));
      else this.set(attribute, this.value(value));
    }
  }

  when(condition: string): Update {
    return {
      UpdateExpression: `SET ${this.#set.join(', ')}${this.#remove.length > 0 ? ` REMOVE ${this.#remove.join(', ')}` : ''}`,
      ConditionExpression: condition,
      ExpressionAttributeNames: this.#names,
      ExpressionAttributeValues: this.#values,
    };
  }
}
