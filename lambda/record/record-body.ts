import { type Interpretation, interpret } from '../receipt/interpret.ts';
import type { Receipt } from '../receipt/receipt.ts';
import type { ValidationIssue } from '../receipt/validation-issue.ts';
import type { Stores } from '../store/create-stores.ts';
import { NotStorableError, StoreUnavailableError } from '../store/errors.ts';
import type { Recorded } from '../store/receipt-store.ts';
import type { SetAside, SetAsideReason } from '../store/set-aside-store.ts';
import { type BodyLog, errorName, toReceiptLog } from '../telemetry/request-log.ts';
import { bodyFormatOf, parseBody } from './parse-body.ts';
import type { ReceivedBody } from './received-body.ts';

/** The table that holds a body now. */
export type RecordResult = RecordedReceipt | SetAsideResult;

export interface RecordedReceipt extends Recorded {
  readonly in: 'receipts';
  readonly receipt: Receipt;
}

export interface SetAsideResult extends SetAside {
  readonly in: 'set-aside';
  readonly reason: SetAsideReason;
  readonly issues: readonly ValidationIssue[];
  /** Whether it looks like a webhook for SMS in an unknown format: the vendor may have changed it. */
  readonly unknownFormat: boolean;
  /** Why a receipt is not storable. */
  readonly error?: unknown;
}

/**
 * Parses a body and stores it: a delivery receipt in its message's item, anything else in the set-aside table. A body on
 * which our own code fails is also set aside, because a retry would fail again.
 *
 * @throws StoreUnavailableError if no table can take it now
 * @throws NotStorableError if no table will ever take it
 */
export async function recordBody(body: ReceivedBody, stores: Stores, signal: AbortSignal): Promise<RecordResult> {
  try {
    return await parseAndRecord(body, stores, signal);
  } catch (error) {
    if (error instanceof StoreUnavailableError || signal.aborted) throw error;
    return { ...(await setAside(body, { reason: 'not_storable' }, stores, signal)), error };
  }
}

async function parseAndRecord(body: ReceivedBody, stores: Stores, signal: AbortSignal): Promise<RecordResult> {
  const { bytes, contentType, receivedAt } = body;
  const format = bodyFormatOf(contentType);
  if (format === undefined) return setAside(body, { reason: 'unsupported_content_type' }, stores, signal);
  const { value, issues } = await parseBody(bytes, format);
  const meaning: Interpretation = issues ? { kind: 'invalid', issues, unknownFormat: false } : interpret(value);
  switch (meaning.kind) {
    case 'receipt': {
      const recorded = await stores.record(meaning.receipt, receivedAt, signal);
      return { in: 'receipts', receipt: meaning.receipt, ...recorded };
    }
    case 'other-webhook':
      return setAside(body, { reason: 'other_webhook', ...meaning }, stores, signal);
    case 'invalid':
      return setAside(body, { reason: 'invalid', ...meaning }, stores, signal);
  }
}

interface SetAsideDetails {
  readonly reason: SetAsideReason;
  readonly issues?: readonly ValidationIssue[];
  readonly unknownFormat?: boolean;
}

async function setAside(
  { bytes, contentType, receivedAt }: ReceivedBody,
  { reason, issues = [], unknownFormat = false }: SetAsideDetails,
  stores: Stores,
  signal: AbortSignal,
): Promise<SetAsideResult> {
  const store = (problems: readonly ValidationIssue[]) =>
    stores.setAside({ body: bytes, contentType, reason, problems, receivedAt }, signal);
  const stored = await store(issues).catch((error: unknown) => {
    if (!(error instanceof NotStorableError) || issues.length === 0) throw error;
    // Too large with its problems: store the body alone
    return store([]);
  });
  return { in: 'set-aside', reason, issues, unknownFormat, ...stored };
}

/** The log fields of a stored body. The outcome is one of `REQUEST_OUTCOMES`. */
export function toLogFields(result: RecordResult, receivedAt: Date): BodyLog {
  if (result.in === 'receipts') {
    return { outcome: result.outcome, ...toReceiptLog(result.receipt, receivedAt, result.deliveryMs) };
  }
  const { id, reason, issues, isNew, unknownFormat, error } = result;
  return {
    outcome: reason === 'other_webhook' ? 'set_aside' : reason,
    reason,
    setAsideId: id,
    ...(issues.length > 0 && { issues: issues.length }),
    ...(!isNew && { repeated: true }),
    ...(unknownFormat && { unknownFormat: true }),
    ...(error !== undefined && { error: errorName(error) }),
  };
}
