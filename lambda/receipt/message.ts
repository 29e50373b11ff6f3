import type { Identity, JsonObject, Price, Receipt, Status } from './receipt.ts';
import { isTerminal } from './status-order.ts';

/** A status in the history of a message. */
export interface StatusEntry extends Status {
  /** Our clock, ISO 8601 with milliseconds. */
  readonly receivedAt: string;
  /** Fields of its receipt that we do not know. */
  readonly extra?: JsonObject;
}

/** All that is known of a message: what its receipts said, free of their order of arrival. */
export interface Message {
  readonly umid: string;
  readonly identity: Identity;
  /** Every distinct status, ascending; never empty. */
  readonly history: readonly StatusEntry[];
  /** Our clock, ISO 8601 with milliseconds. */
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
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
  /** Each field of the greatest status that has it. */
  readonly extra?: JsonObject;
}

/** A message of which this is the only receipt. */
export function messageOf(receipt: Receipt, receivedAt: string): Message {
  return {
    umid: receipt.umid,
    identity: receipt.identity,
    history: [{ ...receipt.status, receivedAt, ...(receipt.extra && { extra: receipt.extra }) }],
    firstReceivedAt: receivedAt,
    lastReceivedAt: receivedAt,
  };
}

export function summarize({ history }: Pick<Message, 'history'>): Summary {
  const current = history.at(-1);
  if (current === undefined) throw new TypeError('a message has at least one status');
  const price = history.findLast((entry) => entry.price !== undefined)?.price;
  const smsCount = history.findLast((entry) => entry.smsCount !== undefined)?.smsCount;
  const extras = history.flatMap((entry) => (entry.extra === undefined ? [] : Object.entries(entry.extra)));
  return {
    current,
    terminal: isTerminal(current),
    ...(price !== undefined && { price }),
    ...(smsCount !== undefined && { smsCount }),
    ...(extras.length > 0 && { extra: Object.fromEntries(extras) }),
  };
}
