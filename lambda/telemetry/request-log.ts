import type { ReceiptLog } from './receipt-log.ts';

/** One log line of a request to the endpoint. No personal data: no phone number, no body, no credential. */
export interface RequestLog extends Partial<ReceiptLog> {
  readonly outcome: string;
  readonly statusCode: number;
  readonly durationMs: number;
  /** Key of the body in the set-aside table. */
  readonly setAsideId?: string;
  /** Why the body was set aside. */
  readonly reason?: string;
  /** Number of validation issues. */
  readonly issues?: number;
  /** Names of the errors that kept the body out of the tables, and out of the queue. */
  readonly error?: string;
  /** 1 where this request opened the circuit breaker. */
  readonly breakerOpened?: number;
}

/** One log line of a message of the fallback queue. No personal data. */
export interface RedriveLog extends Partial<ReceiptLog> {
  readonly outcome: string;
  /** SQS's id of the message. */
  readonly messageId: string;
  /** Seconds since the caller posted the body. */
  readonly ageSeconds?: number;
  readonly setAsideId?: string;
  /** Name of the error that kept the body out of the tables. */
  readonly error?: string;
}
