import { CONSTANT_FIELDS, NETWORK_FIELDS, type Network, type StatusEntry } from '../../contract/receipt-item.ts';
import { isDelivery, type Message, summarize } from '../receipt/message.ts';
import { rankOf } from '../receipt/status-order.ts';
import { instantText } from '../receipt/timestamp.ts';
import { Expression, type UpdateRequest } from './expression.ts';
import { type Attributes, attributesOf, MAX_VERSION, orderOfRank, type StoredMessage } from './item.ts';

/**
 * The write of a receipt without a read. Its condition holds only if {@link mergeReceipt} would append the status and
 * change nothing else that is stored. Otherwise {@link versionedReplace} follows.
 *
 * @param newVersion - of a new item. No other item has it: TTL or `forget` may delete an item between the read and the write
 * of another receipt, which must not take the new item for the one that it has read
 * @param findPrices - whether a status with a price returns the item, too, which costs nothing
 */
export function conditionalAppend(
  received: Message,
  expiresAt: number,
  newVersion: number,
  findPrices = false,
): UpdateRequest {
  const [entry] = received.history;
  if (entry === undefined) throw new TypeError('a message has at least one status');
  const expression = new Expression();
  expression.assign(withoutInherited(attributesOf(received, expiresAt), entry));
  const append = (name: string, to: (attribute: string) => string) => expression.set(name, to(expression.name(name)));
  append(
    'history',
    (history) =>
      `list_append(if_not_exists(${history}, ${expression.value([])}), ${expression.value(received.history)})`,
  );
  append('firstReceivedAt', (first) => `if_not_exists(${first}, ${expression.value(entry.receivedAt)})`);
  append('version', (version) => `if_not_exists(${version}, ${expression.value(newVersion)}) + ${expression.value(1)}`);
  const isNew = isNewItem(expression);
  // Only the merge decides whether an entry of the vendor's log stays
  const condition =
    entry.origin === undefined ? `${isNew} OR (${supersedes(expression, received, entry, expiresAt)})` : isNew;
  const returnsItem = isDelivery(entry) || (findPrices && entry.price !== undefined);
  return { ...expression.build(condition), ...(returnsItem && { ReturnValues: 'ALL_NEW' }) };
}

/**
 * The write of a merged message over the item that was read.
 *
 * @param version - the one before that of the write
 */
export function versionedReplace(
  message: Message,
  stored: StoredMessage,
  expiresAt: number | undefined,
  version: number,
): UpdateRequest {
  const expression = new Expression();
  expression.assign({
    ...attributesOf(message, expiresAt),
    history: message.history,
    firstReceivedAt: summarize(message).firstReceivedAt,
    version: version + 1,
  });
  return expression.build(stored.exists ? isUnchanged(expression, stored) : isNewItem(expression));
}

/**
 * The write of country and operator to an item that has neither, without a read. Its condition holds only if
 * {@link merge} would add them and change nothing else. Otherwise {@link versionedReplace} follows.
 */
export function conditionalNetwork(network: Network): UpdateRequest {
  const expression = new Expression();
  expression.assign(network);
  expression.increment('version');
  return expression.build(
    [hasVersion(expression), ...NETWORK_FIELDS.map((field) => `attribute_not_exists(${expression.name(field)})`)].join(
      ' AND ',
    ),
  );
}

/** Price and segments of an older status stay if the new one has none. */
function withoutInherited(
  { priceTotal, pricePerSms, priceCurrency, smsCount, ...attributes }: Attributes,
  entry: StatusEntry,
): Partial<Attributes> {
  return Object.assign(
    attributes,
    entry.price !== undefined && { priceTotal, pricePerSms, priceCurrency },
    smsCount !== undefined && { smsCount },
  );
}

/** No receipt of this message was recorded, or its item has expired. */
const isNewItem = (expression: Expression): string => `attribute_not_exists(${expression.name('umid')})`;

/** The item has not been written since it was read. */
function isUnchanged(expression: Expression, { version }: StoredMessage): string {
  return version === undefined
    ? `attribute_exists(${expression.name('umid')}) AND NOT ${hasVersion(expression)}`
    : `${expression.name('version')} = ${expression.value(version)}`;
}

/** The item has a version that we can count up. Somebody else may have written another value. */
const hasVersion = (expression: Expression): string =>
  `${expression.name('version')} BETWEEN ${expression.value(0)} AND ${expression.value(MAX_VERSION)}`;

function supersedes(expression: Expression, received: Message, entry: StatusEntry, expiresAt: number): string {
  return [
    isLastOfHistory(expression, entry),
    // The receive time is the last, too. That fails after the fallback queue, or if a container's clock is slow
    `${expression.name('lastReceivedAt')} <= ${expression.value(entry.receivedAt)}`,
    hasVersion(expression),
    // The expiry never moves backwards
    `${expression.name('expiresAt')} <= ${expression.value(expiresAt)}`,
    // The write replaces no other value, which the merge might prefer
    ...CONSTANT_FIELDS.flatMap((field) => {
      const value = received.identity[field];
      return value === undefined ? [] : [isAbsentOrEqual(expression, field, value)];
    }),
  ].join(' AND ');
}

/**
 * The stored status has a lower rank, or the same one and an earlier time. The merge decides at the same time, and if one time
 * is the other with more digits: the stored text ends in `Z`, which sorts after every digit.
 */
function isLastOfHistory(expression: Expression, entry: StatusEntry): string {
  const [order, time] = [expression.name('statusOrder'), expression.name('statusTimestamp')];
  const rank = rankOf(entry);
  const isEarlier = `${time} < ${expression.value(instantText(entry.timestamp))}`;
  return `(${order} < ${expression.value(`${rank}`)} OR (${order} <= ${expression.value(orderOfRank(rank))} AND ${isEarlier}))`;
}

const isAbsentOrEqual = (expression: Expression, field: string, value: string): string =>
  `(attribute_not_exists(${expression.name(field)}) OR ${expression.name(field)} = ${expression.value(value)})`;
