import { errorName } from '../telemetry/error-name.ts';
import { toReceiptLog } from '../telemetry/receipt-log.ts';
import type { RequestLog } from '../telemetry/request-log.ts';
import type { RecordResult } from './record-body.ts';

/** A line of the log before its duration is known. */
export type LogFields = Omit<RequestLog, 'durationMs'>;

/** The log fields of a body that is kept. The outcome is one of `REQUEST_OUTCOMES`. */
export function toLogFields(kept: RecordResult, receivedAt: Date): LogFields {
  if (kept.in === 'receipts') {
    return { outcome: kept.outcome, ...toReceiptLog(kept.receipt, receivedAt, kept.deliveryMs) };
  }
  const { id, reason, issues, isNew, unknownFormat, error } = kept;
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
