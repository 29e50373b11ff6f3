import { UNDOCUMENTED_STATE } from '../../contract/metrics.ts';
import { isProbeMessage, isTestMessage } from '../../contract/test-message.ts';
import { SUB_ACCOUNT_ID } from '../../eight-by-eight/ids.ts';
import type { Receipt } from '../receipt/message.ts';
import { isKnownState, outcomeOf } from '../receipt/status-order.ts';

/** Text without letters, or with seven digits that only separators part, could be a phone number. */
const LIKE_A_PHONE_NUMBER = /^[^a-z]*$|(\d[\W_]*){7}/i;

/** The vendor's codes have two digits. A longer number could be a phone number and is not logged. */
const MAX_ERROR_CODE = 9_999;

/** The log fields of a receipt. No personal data. */
export interface ReceiptLog {
  readonly umid: string;
  /** One of the states that the vendor documents, or `not_documented`: no free text that could carry a phone number. */
  readonly state: string;
  /** 1 for `delivered`, 0 for other terminal states. Absent for `read`, because the `delivered` before it was counted. */
  readonly delivered?: 0 | 1;
  /** The vendor's number for why the message failed. */
  readonly errorCode?: number;
  readonly subAccountId?: string;
  /** Milliseconds from the vendor's status timestamp to our receive time; 0 if the vendor's clock is ahead. Like the next one, absent for a test message. */
  readonly lagMs?: number;
  /** Milliseconds from the first `queued` or `sent` status to the delivery, if this receipt makes it known. */
  readonly deliveryMs?: number;
  /** The receipt only proves that receipts are recorded. Metrics do not count it. */
  readonly probe?: true;
}

/** The common log fields of a request and of a redriven body. No personal data: no number, no body. */
export interface BodyLog extends Partial<ReceiptLog> {
  readonly outcome: string;
  /** Key of the body in the set-aside table. */
  readonly setAsideId?: string;
  /** Why the body was set aside. */
  readonly reason?: string;
  /** Number of validation issues. */
  readonly issues?: number;
  /** The set-aside table had this body already. */
  readonly repeated?: true;
  /** The body looks like a webhook for SMS in an unknown format. */
  readonly unknownFormat?: true;
  /** JSON pointers of the documented fields of a receipt that cannot be read, never their values. */
  readonly unreadable?: readonly string[];
  /** The receipt came with a content type that is not supported. */
  readonly oddLabel?: true;
  /** What the message costs, once for each message; only if it is turned on. */
  readonly spend?: number;
  /** ISO 4217. */
  readonly currency?: string;
  /** Names of the errors that kept the body out of a table or the queue. */
  readonly error?: string;
  /** 1 if this request opened the circuit breaker. */
  readonly breakerOpened?: number;
}

/** One log line of a request to the endpoint. */
export interface RequestLog extends BodyLog {
  readonly durationMs: number;
}

/** One log line of a message of the fallback queue. */
export interface RedriveLog extends BodyLog {
  /** SQS's id of the message. */
  readonly messageId: string;
  /** Seconds since the caller posted the body. */
  readonly ageSeconds?: number;
}

export function toReceiptLog({ umid, identity, status }: Receipt, receivedAt: Date, deliveryMs?: number): ReceiptLog {
  const { subAccountId } = identity;
  const { errorCode } = status;
  const outcome = outcomeOf(status);
  const times = {
    lagMs: Math.max(0, receivedAt.getTime() - Date.parse(status.timestamp)),
    ...(deliveryMs !== undefined && { deliveryMs }),
  };
  return {
    umid,
    state: isKnownState(status.state) ? status.state : UNDOCUMENTED_STATE,
    ...(outcome !== 'open' && status.state !== 'read' && { delivered: outcome === 'delivered' ? 1 : 0 }),
    ...(errorCode !== undefined && Math.abs(errorCode) <= MAX_ERROR_CODE && { errorCode }),
    ...(subAccountId !== undefined && isLoggable(subAccountId) && { subAccountId }),
    ...(!isTestMessage(identity) && times),
    ...(isProbeMessage(identity) && { probe: true }),
  };
}

/** Only what the vendor documents. Sub-account ids are chosen by people, who may choose or add a phone number. */
function isLoggable(subAccountId: string): boolean {
  return SUB_ACCOUNT_ID.test(subAccountId) && !LIKE_A_PHONE_NUMBER.test(subAccountId);
}

/** Names of an error and its cause, for the log. Not their messages, which may quote what was sent. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? `${error.name}: ${error.cause.name}` : error.name;
}

/** Severity of a line, to filter by: ERROR if a person must act, or if a body or an event waits. */
export function levelOf({ outcome }: { readonly outcome: string }): 'INFO' | 'ERROR' {
  return ['unavailable', 'not_storable', 'failed'].includes(outcome) ? 'ERROR' : 'INFO';
}

/**
 * Writes a line of JSON to the standard output, which Lambda passes to CloudWatch Logs unchanged. Lambda's `console` would
 * wrap the line in another object, in which CloudWatch finds no metrics.
 */
export function writeLog(line: { readonly outcome: string }, metrics: object = {}): void {
  const level = levelOf(line);
  process.stdout.write(`${JSON.stringify({ level, timestamp: new Date().toISOString(), ...line, ...metrics })}\n`);
}
