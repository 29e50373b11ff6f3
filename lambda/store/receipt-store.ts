import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Network, StatusEntry } from '../../contract/receipt-item.ts';
import { merge, mergeReceipt, type Outcome } from '../receipt/merge.ts';
import {
  type KnownPrice,
  type Message,
  messageOf,
  newDeliveryTime,
  newPrice,
  type Receipt,
  summarize,
} from '../receipt/message.ts';
import { expiryOf, type TableSettings, untilDone, updateItem, versionByClock } from './dynamodb.ts';
import { storedMessage } from './item.ts';
import { conditionalAppend, conditionalNetwork, versionedReplace } from './update.ts';

/** The result of recording a receipt. */
export interface Recorded {
  readonly outcome: Outcome;
  /** The time to delivery in milliseconds by the vendor's clock, if this receipt is the first that makes it known. */
  readonly deliveryMs?: number;
  /** What the message costs, if this receipt is the first that makes it known. Only if prices are looked for. */
  readonly price?: KnownPrice;
}

/**
 * Merges a receipt into its message's item.
 *
 * @param receivedAt - when it was posted, by our clock
 * @param signal - aborts the operation
 * @throws StoreUnavailableError, NotStorableError
 */
export type RecordReceipt = (receipt: Receipt, receivedAt: Date, signal: AbortSignal) => Promise<Recorded>;

/**
 * Records in a table with one item per message. A first, superseding or repeated status needs one request, others at
 * least two. A repeated status writes nothing, unless the copy adds missing names of the message.
 */
export function createRecord(
  client: DynamoDBClient,
  settings: TableSettings,
  { findPrices = false }: { readonly findPrices?: boolean | undefined } = {},
): RecordReceipt {
  const { newVersion = versionByClock } = settings;
  return async (receipt, receivedAt, signal) => {
    const key = { umid: receipt.umid };
    const received = messageOf(receipt, receivedAt.toISOString());
    return untilDone(signal, async () => {
      const append = conditionalAppend(received, expiryIn(received), newVersion(), findPrices);
      const appended = await updateItem(client, settings, key, append, signal);
      if (appended.applied) return { outcome: 'recorded', ...learnedFrom(historyIn(appended.attributes)) };
      const stored = storedMessage(appended.item);
      const { message, outcome } = mergeReceipt(stored.message, received);
      // Also if our own write was applied, its answer was lost, and it was sent again
      if (message === stored.message) return { outcome };
      const expiresAt = outcome === 'duplicate' ? stored.expiresAt : Math.max(stored.expiresAt ?? 0, expiryIn(message));
      const replace = versionedReplace(message, stored, expiresAt, stored.version ?? newVersion());
      const replaced = await updateItem(client, settings, key, replace, signal);
      if (!replaced.applied) return undefined;
      return { outcome, ...learnedFrom(message.history, stored.message?.history ?? []) };
    });
  };

  /** @param before - default: the history without its last status */
  function learnedFrom(
    after: readonly StatusEntry[],
    before: readonly StatusEntry[] = after.slice(0, -1),
  ): Pick<Recorded, 'deliveryMs' | 'price'> {
    const deliveryMs = newDeliveryTime(before, after);
    const price = findPrices ? newPrice(before, after) : undefined;
    return { ...(deliveryMs !== undefined && { deliveryMs }), ...(price !== undefined && { price }) };
  }

  function expiryIn(message: Message): number {
    return expiryOf(summarize(message).lastReceivedAt, settings);
  }
}

/**
 * Adds country and operator to a message's item, by the rule of the merge.
 *
 * @param umid - a message without an item stays without one
 * @throws StoreUnavailableError, NotStorableError
 */
export type AddNetwork = (umid: string, network: Network, signal: AbortSignal) => Promise<void>;

/** Adds them in a table with one item per message. An item that has neither needs one request. */
export function createAddNetwork(client: DynamoDBClient, settings: TableSettings): AddNetwork {
  const { newVersion = versionByClock } = settings;
  return async (umid, network, signal) => {
    await untilDone(signal, async () => {
      const added = await updateItem(client, settings, { umid }, conditionalNetwork(network), signal);
      if (added.applied) return DONE;
      const stored = storedMessage(added.item);
      if (stored.message === undefined) return DONE;
      const message = merge(stored.message, { umid, identity: network, history: [] });
      if (message === stored.message) return DONE;
      const replace = versionedReplace(message, stored, stored.expiresAt, stored.version ?? newVersion());
      return (await updateItem(client, settings, { umid }, replace, signal)).applied ? DONE : undefined;
    });
  };
}

const DONE = true;

/** The history in the returned attributes; empty if the write did not request them. */
function historyIn(attributes: Readonly<Record<string, unknown>> | undefined): readonly StatusEntry[] {
  return (attributes?.history ?? []) as readonly StatusEntry[];
}
