import type { RequestOutcome } from '../../contract/metrics.ts';
import type { SetAsideReason, ValidationIssue } from '../../contract/set-aside-item.ts';
import { isTestMessage } from '../../contract/test-message.ts';
import { type Interpretation, interpret } from '../receipt/interpret.ts';
import type { Receipt } from '../receipt/message.ts';
import { bodyIssue } from '../receipt/validation-issue.ts';
import type { Stores } from '../store/create-stores.ts';
import { NotStorableError, StoreUnavailableError } from '../store/errors.ts';
import type { Recorded } from '../store/receipt-store.ts';
import type { SetAside } from '../store/set-aside-store.ts';
import { type BodyLog, errorName, toReceiptLog } from '../telemetry/request-log.ts';
import { bodyFormatOf, parseBody } from './parse-body.ts';
import type { ReceivedBody } from './received-body.ts';

/** The table that holds a body now. */
export type RecordResult = RecordedReceipt | SetAsideResult;

interface RecordedReceipt extends Recorded {
  readonly in: 'receipts';
  readonly receipt: Receipt;
  /** JSON pointers of the documented fields whose values cannot be read and are kept as unknown fields. */
  readonly unreadableFields: readonly string[];
  /** Whether its content type is not supported: the content decides. */
  readonly oddLabel: boolean;
}

interface SetAsideResult extends SetAside {
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
  const { bytes, contentType, receivedAt, undecodable } = body;
  if (undecodable !== undefined) return setAside(body, UNDECODABLE[undecodable], stores, signal);
  const format = bodyFormatOf(contentType);
  const { value, issues } = await parseBody(bytes, format ?? 'json');
  const meaning: Interpretation = issues ? { kind: 'invalid', issues, unknownFormat: false } : interpret(value);
  if (meaning.kind === 'receipt') {
    const { receipt, unreadableFields } = meaning;
    const recorded = await stores.record(receipt, receivedAt, signal);
    return { in: 'receipts', receipt, unreadableFields, oddLabel: format === undefined, ...recorded };
  }
  if (format === undefined) return setAside(body, { reason: 'unsupported_content_type' }, stores, signal);
  const reason = meaning.kind === 'invalid' ? 'invalid' : 'other_webhook';
  return setAside(body, { reason, ...meaning }, stores, signal);
}

interface SetAsideDetails {
  readonly reason: SetAsideReason;
  readonly issues?: readonly ValidationIssue[];
  readonly unknownFormat?: boolean;
}

const UNDECODABLE: Readonly<Record<NonNullable<ReceivedBody['undecodable']>, SetAsideDetails>> = {
  unsupported: { reason: 'unsupported_content_type' },
  corrupt: { reason: 'invalid', issues: [bodyIssue('is not what its header Content-Encoding says')] },
};

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

/** The log fields of a stored body. */
export function toLogFields(result: RecordResult, receivedAt: Date): BodyLog {
  if (result.in === 'receipts') {
    const { outcome, receipt, deliveryMs, price, unreadableFields, oddLabel } = result;
    return {
      outcome,
      ...toReceiptLog(receipt, receivedAt, deliveryMs),
      ...(unreadableFields.length > 0 && { unreadable: unreadableFields }),
      ...(oddLabel && { oddLabel: true }),
      ...(price !== undefined && !isTestMessage(receipt.identity) && { spend: price.total, currency: price.currency }),
    };
  }
  const { id, reason, issues, isNew, unknownFormat, error } = result;
  return {
    outcome: (reason === 'other_webhook' ? 'set_aside' : reason) satisfies RequestOutcome,
    reason,
    setAsideId: id,
    ...(issues.length > 0 && { issues: issues.length }),
    ...(!isNew && { repeated: true }),
    ...(unknownFormat && { unknownFormat: true }),
    ...(error !== undefined && { error: errorName(error) }),
  };
}
