import { type BodyFormat, parseBody } from '../body/parse-body.ts';
import { type Interpretation, interpret } from '../receipt/interpret.ts';
import type { Outcome } from '../receipt/merge.ts';
import type { Receipt } from '../receipt/receipt.ts';
import type { ValidationIssue } from '../receipt/validation-issue.ts';
import type { Stores } from '../store/create-stores.ts';
import { NotStorableError } from '../store/errors.ts';
import type { SetAsideReason } from '../store/set-aside-store.ts';

/** A body as it was received from an authenticated caller. */
export interface ReceivedBody {
  readonly bytes: Uint8Array;
  readonly format: BodyFormat;
  readonly contentType: string | undefined;
  /** Our clock. */
  readonly receivedAt: Date;
}

/** Where a body is durably held now. */
export type RecordResult =
  | { readonly in: 'receipts'; readonly receipt: Receipt; readonly outcome: Outcome }
  | {
      readonly in: 'set-aside';
      readonly id: string;
      readonly reason: SetAsideReason;
      readonly issues: readonly ValidationIssue[];
    };

/**
 * Parses a body and keeps it: a delivery receipt in its message's item, anything else in the set-aside table.
 *
 * @throws StoreUnavailableError where neither can take it now
 */
export async function recordBody(body: ReceivedBody, stores: Stores, signal: AbortSignal): Promise<RecordResult> {
  const parsed = await parseBody(body.bytes, body.format);
  const meaning: Interpretation = parsed.issues ? { kind: 'invalid', issues: parsed.issues } : interpret(parsed.value);
  switch (meaning.kind) {
    case 'receipt':
      try {
        const outcome = await stores.receipts.record(meaning.receipt, body.receivedAt, signal);
        return { in: 'receipts', receipt: meaning.receipt, outcome };
      } catch (error) {
        if (!(error instanceof NotStorableError)) throw error;
        return setAside('not_storable', []);
      }
    case 'other-webhook':
      return setAside('other_webhook', []);
    case 'invalid':
      return setAside('invalid', meaning.issues);
  }

  async function setAside(reason: SetAsideReason, issues: readonly ValidationIssue[]): Promise<RecordResult> {
    const { bytes, contentType, receivedAt } = body;
    const id = await stores.setAside.setAside(
      { body: bytes, contentType, reason, problems: issues, receivedAt },
      signal,
    );
    return { in: 'set-aside', id, reason, issues };
  }
}
