import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { errorReasonOf } from '../../eight-by-eight/error-reasons.ts';
import { type Message, type StatusEntry, summarize } from '../receipt/message.ts';
import { IDENTITY_FIELDS, type Identity } from '../receipt/receipt.ts';
import { statusSortKey } from '../receipt/status-order.ts';
import { expiresAt } from './expiry.ts';

/** Attributes to write: one that is undefined is removed, one that is not named stays as it is. */
export type Attributes = { readonly [name in keyof ReceiptItem]?: ReceiptItem[name] | undefined };

/** An item as it is stored. */
export interface StoredMessage {
  /** Undefined where the item holds no history that we wrote. */
  readonly message: Message | undefined;
  /** Undefined where there is no item, or one without a version. */
  readonly version: number | undefined;
  readonly exists: boolean;
}

/** The attributes that follow from what is known of a message: all but its key, history, version and first time. */
export function attributesOf(message: Message, retentionDays: number): Attributes {
  const { current, terminal, price, smsCount, extra } = summarize(message);
  return {
    ...message.identity,
    state: current.state,
    detail: current.detail,
    statusTimestamp: current.timestamp,
    errorCode: current.errorCode,
    errorMessage: current.errorMessage,
    errorReason: errorReasonOf(current.errorCode),
    terminal,
    // Not of the contract: what the condition of a write compares
    statusOrder: statusSortKey(current),
    ...(price && { priceTotal: price.total, pricePerSms: price.perSms, priceCurrency: price.currency }),
    ...(smsCount !== undefined && { smsCount }),
    ...(extra && { extra }),
    lastReceivedAt: message.lastReceivedAt,
    expiresAt: expiresAt(current.receivedAt, retentionDays),
  };
}

/** Reads an item back. */
export function storedMessage(item: Record<string, unknown> | undefined): StoredMessage {
  if (item === undefined) return { message: undefined, version: undefined, exists: false };
  const history = item.history as StatusEntry[] | undefined;
  const version = item.version as number | undefined;
  if (!Array.isArray(history) || history.length === 0) return { message: undefined, version, exists: true };
  const message: Message = {
    umid: item.umid as string,
    identity: Object.fromEntries(
      IDENTITY_FIELDS.flatMap((field) => (item[field] === undefined ? [] : [[field, item[field]]])),
    ) as Identity,
    history,
    firstReceivedAt: item.firstReceivedAt as string,
    lastReceivedAt: item.lastReceivedAt as string,
  };
  return { message, version, exists: true };
}
