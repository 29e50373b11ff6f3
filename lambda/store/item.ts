import {
  CONSTANT_FIELDS,
  type ConstantField,
  type Identity,
  type ReceiptItem,
  type StatusEntry,
} from '../../contract/receipt-item.ts';
import { errorReasonOf } from '../../eight-by-eight/error-reasons.ts';
import { type Message, summarize } from '../receipt/message.ts';
import { rankOf } from '../receipt/status-order.ts';

/** The key, and the attributes that a write computes from those that are stored. */
type Computed = 'umid' | 'history' | 'firstReceivedAt' | 'version';

/** All other attributes. An undefined one is removed; an identity field that the message lacks stays as it is. */
export type Attributes = Identity & {
  readonly [name in Exclude<keyof ReceiptItem, ConstantField | Computed>]: ReceiptItem[name] | undefined;
};

/** An item as it is stored. */
export interface StoredMessage {
  /** Undefined if the item has no history. */
  readonly message: Message | undefined;
  /** Undefined if there is no item, or one without a version that we can count up. */
  readonly version: number | undefined;
  readonly expiresAt: number | undefined;
  readonly exists: boolean;
}

/** JavaScript counts exactly up to here, and a step further. */
export const MAX_VERSION = Number.MAX_SAFE_INTEGER - 1;

/** Sorts after every `statusOrder`, so that the conditional append fails and the merge decides. */
const MERGE_ONLY = '~';

/**
 * The `statusOrder` of an item whose current status has this rank. Release 0.2.0 and older ones store and compare the rank, a
 * space, and the rest of the order. This text sorts after theirs of the same rank and before those of a greater one, so that
 * both may write an item, as during a deployment and after it is rolled back.
 */
export const orderOfRank = (rank: number): string => `${rank}!`;

/** The attributes of a message. */
export function attributesOf(message: Message, expiresAt: number | undefined): Attributes {
  const { current, terminal, price, smsCount, lastReceivedAt } = summarize(message);
  // A receipt may drop an entry of the vendor's log
  const mergeOnly = message.history.some(({ origin }) => origin !== undefined);
  return {
    state: current.state,
    detail: current.detail,
    statusTimestamp: current.timestamp,
    errorCode: current.errorCode,
    errorMessage: current.errorMessage,
    errorReason: errorReasonOf(current.errorCode),
    terminal,
    // Not part of the contract. The condition of a write compares it
    statusOrder: `${mergeOnly ? MERGE_ONLY : ''}${orderOfRank(rankOf(current))}`,
    priceTotal: price?.total,
    pricePerSms: price?.perSms,
    priceCurrency: price?.currency,
    smsCount,
    formatVersion: message.formatVersion,
    extra: current.extra,
    extraText: current.extraText,
    lastReceivedAt,
    expiresAt,
    // Last: V8 adds fields one by one to a copy that comes first, which takes ten times as long
    ...message.identity,
  };
}

/** Converts an item to a message. */
export function storedMessage(item: Readonly<Record<string, unknown>> | undefined): StoredMessage {
  const { umid, history, formatVersion, version, expiresAt } = item ?? {};
  return {
    message:
      Array.isArray(history) && history.length > 0
        ? {
            umid: umid as string,
            identity: identityOf(item ?? {}),
            history: history as StatusEntry[],
            ...(typeof formatVersion === 'number' && { formatVersion }),
          }
        : undefined,
    version: versionOf(version),
    expiresAt: countOf(expiresAt),
    exists: item !== undefined,
  };
}

function identityOf(item: Readonly<Record<string, unknown>>): Identity {
  return Object.fromEntries(
    CONSTANT_FIELDS.flatMap((field) => (typeof item[field] === 'string' ? [[field, item[field]]] : [])),
  ) as Identity;
}

/** Undefined for a value that we would not write. */
function countOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? versionOf(value) : undefined;
}

/** Also a fraction, which no condition can tell from a whole number. */
function versionOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MAX_VERSION ? value : undefined;
}
