import type { Level } from './json-log.ts';
import type { ReceiptLog } from './receipt-log.ts';

/** The common log fields of a request and of a redriven body. No personal data: no number, no body. */
interface BodyLog extends Partial<ReceiptLog> {
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

/** ERROR if a person must act, or if a body waits. */
export function levelOf({ outcome }: BodyLog): Level {
  return outcome === 'unavailable' || outcome === 'not_storable' ? 'ERROR' : 'INFO';
}
