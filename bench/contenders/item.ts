import { DEFAULTS } from '../../contract/defaults.ts';
import type { Identity, Status } from '../../contract/receipt-item.ts';
import { errorReasonOf } from '../../eight-by-eight/error-reasons.ts';
import { RANKS, type State, TERMINAL_FROM } from '../../eight-by-eight/states.ts';

/** A delivery receipt as the vendor posts it. */
export interface PostedReceipt {
  readonly payload: Identity &
    Pick<Status, 'price' | 'smsCount'> & {
      readonly umid: string;
      readonly status: Omit<Status, 'price' | 'smsCount'>;
    };
}

const RETENTION_SECONDS = DEFAULTS.retentionDays * 86_400;

/**
 * The attributes that the receiver stores for the first receipt of a message, so that all contenders store the same.
 * The receiver's `version` and `statusOrder` are left out: they order its writes.
 */
export function itemOf({ payload }: PostedReceipt, receivedAt: Date) {
  const { status, price, smsCount } = payload;
  const time = receivedAt.toISOString();
  return {
    umid: payload.umid,
    batchId: payload.batchId,
    clientMessageId: payload.clientMessageId,
    clientBatchId: payload.clientBatchId,
    subAccountId: payload.subAccountId,
    source: payload.source,
    destination: payload.destination,
    state: status.state,
    detail: status.detail,
    statusTimestamp: status.timestamp,
    errorCode: status.errorCode,
    errorMessage: status.errorMessage,
    errorReason: errorReasonOf(status.errorCode),
    terminal: RANKS[status.state as State] >= TERMINAL_FROM,
    smsCount,
    priceTotal: price?.total,
    pricePerSms: price?.perSms,
    priceCurrency: price?.currency,
    history: [{ ...status, price, smsCount, receivedAt: time }],
    firstReceivedAt: time,
    lastReceivedAt: time,
    expiresAt: Math.floor(receivedAt.getTime() / 1000) + RETENTION_SECONDS,
  };
}
