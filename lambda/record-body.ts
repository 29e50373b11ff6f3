import { type Notation, parseBody } from './http/parse-body.ts';
import type { Fault } from './receipt/fault.ts';
import { type Interpretation, interpret } from './receipt/interpret.ts';
import type { Outcome } from './receipt/merge.ts';
import type { Receipt } from './receipt/receipt.ts';
import { NotStorable } from './store/errors.ts';
import type { ReceiptStore } from './store/receipt-store.ts';
import type { SetAsideReason, SetAsideStore } from './store/set-aside-store.ts';

/** A body as it was received from an authenticated caller. */
export interface ReceivedBody {
  readonly bytes: Uint8Array;
  readonly notation: Notation;
  readonly contentType: string | undefined;
  /** Our clock. */
  readonly receivedAt: Date;
}

/** Where a body is durably held now. */
export type Kept =
  | { readonly in: 'receipts'; readonly receipt: Receipt; readonly outcome: Outcome }
  | {
      readonly in: 'set-aside';
      readonly id: string;
      readonly reason: SetAsideReason;
      readonly faults: readonly Fault[];
    };

export interface Stores {
  readonly receipts: ReceiptStore;
  readonly setAside: SetAsideStore;
}

/**
 * Parses a body and keeps it: a delivery receipt in its message's item, anything else in the set-aside table.
 *
 * @throws StoreUnavailable where neither can take it now
 */
export async function recordBody(body: ReceivedBody, stores: Stores, signal: AbortSignal): Promise<Kept> {
  const parsed = await parseBody(body.bytes, body.notation);
  const meaning: Interpretation = parsed.faults ? { kind: 'invalid', faults: parsed.faults } : interpret(parsed.value);
  switch (meaning.kind) {
    case 'receipt':
      try {
        const outcome = await stores.receipts.record(meaning.receipt, body.receivedAt, signal);
        return { in: 'receipts', receipt: meaning.receipt, outcome };
      } catch (error) {
        if (!(error instanceof NotStorable)) throw error;
        return setAside('not_storable', []);
      }
    case 'other-webhook':
      return setAside('other_webhook', []);
    case 'invalid':
      return setAside('invalid', meaning.faults);
  }

  async function setAside(reason: SetAsideReason, faults: readonly Fault[]): Promise<Kept> {
    const { bytes, contentType, receivedAt } = body;
    const id = await stores.setAside.setAside(
      { body: bytes, contentType, reason, problems: faults, receivedAt },
      signal,
    );
    return { in: 'set-aside', id, reason, faults };
  }
}
