import type { Identity, Price, Receipt, Status, Supplement } from './receipt.ts';
import { isTerminal } from './status-order.ts';

/** A status in the history of a message. */
export interface StatusEntry extends Status, Supplement {
  /** Our clock, ISO 8601 with milliseconds. */
  readonly receivedAt: string;
}

/** All that is known of a message, independent of the order in which its receipts arrived. */
export interface Message {
  readonly umid: string;
  readonly identity: Identity;
  /** Every distinct status, ascending; never empty. */
  readonly history: readonly StatusEntry[];
}

/** What follows from the history of a message. */
export interface Summary {
  /** The greatest status. */
  readonly current: StatusEntry;
  readonly terminal: boolean;
  /** Of the greatest status that has it. */
  readonly price?: Price;
  /** Of the greatest status that has it. */
  readonly smsCount?: number;
  /** The least and the greatest receive time of its statuses. */
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
}

/** A message of which this is the only receipt. */
export function messageOf(receipt: Receipt, receivedAt: string): Message {
  const { umid, identity, status, ...supplement } = receipt;
  return { umid, identity, history: [{ ...status, receivedAt, ...supplement }] };
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
