import type { Body } from '../../../simulator/message-lifecycle.ts';
import { SAMPLE_UMID, sampleReceipt } from '../../fixtures/samples.ts';

export { SAMPLE_UMID as UMID } from '../../fixtures/samples.ts';

function receipt(status: object, more: object = {}): Body {
  const body = sampleReceipt(({ payload }) => {
    for (const name of ['batchId', 'clientBatchId', 'price', 'smsCount']) delete payload[name];
    Object.assign(payload, { status, umid: SAMPLE_UMID, ...more });
  });
  return { contentType: 'application/json', body: JSON.stringify(body), at: 0 };
}

const at = (second: string) => `2026-01-01T00:00:${second}Z`;
const price = { total: 0.0375, perSms: 0.0125, currency: 'USD' };

/** Receipts of one message with distinct statuses, some of them close in the order. */
export const DISTINCT: readonly Body[] = [
  receipt({ state: 'queued', timestamp: at('01.2') }),
  receipt({ state: 'sent', timestamp: at('02.5') }, { batchId: 'batch' }),
  receipt({ state: 'sent', timestamp: at('02.50') }, { source: undefined, country: 'SG' }),
  receipt({ state: 'delivered', detail: 'delivered_to_operator', timestamp: at('02') }, { price, smsCount: 3 }),
  receipt({ state: 'delivered', detail: 'delivered_to_recipient', timestamp: at('04') }, { country: 'GB' }),
  receipt({ state: 'undelivered', timestamp: at('04'), errorCode: 15, errorMessage: 'x' }, { smsCount: 2 }),
  receipt({ state: 'read', timestamp: at('03') }),
];

/** Copies of statuses above, with a name of the message that the first body lacks. */
export const WITH_MORE_NAMES: readonly Body[] = [
  receipt({ state: 'queued', timestamp: at('01.2') }, { clientBatchId: 'client-batch' }),
  receipt({ state: 'read', timestamp: at('03') }, { batchId: 'batch' }),
];
