import type { Identity, Price, Status, StatusEntry, StatusMetadata } from '../../contract/receipt-item.ts';
import { isTerminal } from './status-order.ts';

/** A delivery receipt, validated. */
export interface Receipt extends StatusMetadata {
  /** The vendor's id of the message, in lower case. */
  readonly umid: string;
  readonly identity: Identity;
  readonly status: Status;
  /** `version` of the vendor's envelope. */
  readonly formatVersion?: number;
}

/** A message with all of its statuses, independent of the order of arrival. */
export interface Message {
  readonly umid: string;
  readonly identity: Identity;
  /** Every distinct status, ascending; never empty. */
  readonly history: readonly StatusEntry[];
  /** `version` of the envelope of the greatest status that the vendor posted. */
  readonly formatVersion?: number;
}

/** Values derived from the history of a message. */
export interface Summary {
  /** The greatest status. */
  readonly current: StatusEntry;
  readonly terminal: boolean;
  /** From the greatest status that has a price. */
  readonly price?: Price;
  /** From the greatest status that has a count. */
  readonly smsCount?: number;
  /** The least and the greatest receive time of its statuses. */
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
}

/** A message with this receipt as its only status. */
export function messageOf(receipt: Receipt, receivedAt: string): Message {
  const { umid, identity, status, formatVersion, ...metadata } = receipt;
  const history = [{ ...status, receivedAt, ...metadata }];
  return { umid, identity, history, ...(formatVersion !== undefined && { formatVersion }) };
}

export function summarize({ history }: Pick<Message, 'history'>): Summary {
  const current = history.at(-1);
  if (current === undefined) throw new TypeError('a message has at least one status');
  const price = history.findLast((entry) => entry.price !== undefined)?.price;
  const smsCount = history.findLast((entry) => entry.smsCount !== undefined)?.smsCount;
  const times = history.map(({ receivedAt }) => receivedAt);
  return {
    current,
    terminal: isTerminal(current),
    ...(price !== undefined && { price }),
    ...(smsCount !== undefined && { smsCount }),
    firstReceivedAt: times.reduce((least, time) => (time < least ? time : least)),
    lastReceivedAt: times.reduce((greatest, time) => (time > greatest ? time : greatest)),
  };
}
