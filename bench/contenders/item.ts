import { DEFAULTS } from '../../contract/defaults.ts';
import { errorReasonOf } from '../../eight-by-eight/error-reasons.ts';
import { RANKS, type State, TERMINAL_FROM } from '../../eight-by-eight/states.ts';

type Name = 'batchId' | 'clientMessageId' | 'clientBatchId' | 'subAccountId' | 'source' | 'destination';

/** A delivery receipt as the vendor posts it. */
export interface PostedReceipt {
  readonly payload: Readonly<Partial<Record<Name, string | undefined>>> & {
    readonly umid: string;
    readonly status: {
      readonly state: string;
      readonly detail?: string | undefined;
      readonly timestamp: string;
      readonly errorCode?: number | undefined;
      readonly errorMessage?: string | undefined;
    };
    readonly price?:
      | { readonly total: number; readonly perSms?: number | undefined; readonly currency: string }
      | undefined;
    readonly smsCount?: number | undefined;
  };
}

const RETENTION_SECONDS = DEFAULTS.retentionDays * 86_400;

/**
 * The attributes that the receiver stores for the first receipt of a message, so that all contenders store the same.
 * The receiver's `version` and `statusOrder` are left out: they order its writes.
 */
export function itemOf({ payload }: PostedReceipt, receivedAt: Date) {
  const { umid, batchId, clientMessageId, clientBatchId, subAccountId, source, destination, status, price, smsCount } =
    payload;
  const time = receivedAt.toISOString();
  return {
    umid,
    batchId,
    clientMessageId,
    clientBatchId,
    subAccountId,
    source,
    destination,
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

/** The answer of every contender. */
export function recorded(umid: string) {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outcome: 'recorded', umid }),
  };
}
