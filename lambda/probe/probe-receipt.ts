import { PROBE_SUB_ACCOUNT } from '../../contract/test-message.ts';
import { RECEIPT_EVENT_TYPE, RECEIPT_NAMESPACE } from '../receipt/schema.ts';

/** A receipt that only proves that receipts are recorded. It has no number and no id of yours, so it is in no index. */
export function probeReceipt(umid: string, now: Date): object {
  return {
    namespace: RECEIPT_NAMESPACE,
    eventType: RECEIPT_EVENT_TYPE,
    payload: { umid, subAccountId: PROBE_SUB_ACCOUNT, status: { state: 'sent', timestamp: now.toISOString() } },
  };
}
