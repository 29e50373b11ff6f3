import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STAND_IN_TOKEN } from '../fake-aws/server.ts';

/** The vendor's sample of a delivery receipt, to the letter. */
const SAMPLE = readFileSync(join(import.meta.dirname, '../../local/samples/receipt.sample.json'), 'utf8');
const sample = JSON.parse(SAMPLE) as { payload: Record<string, unknown> };

export interface Status {
  readonly state: string;
  readonly detail?: string;
  readonly timestamp: string;
  readonly errorCode?: number;
  readonly errorMessage?: string;
}

/** The sample as an event of API Gateway. */
export function sampleEvent() {
  return eventOf(SAMPLE);
}

/** The sample with another key and status, priced and with segments as it is, or not as long as it is on its way. */
export function receiptEvent(umid: string, status: Status, priced: boolean) {
  const { price, smsCount, ...payload } = sample.payload;
  return eventOf(
    JSON.stringify({ ...sample, payload: { ...payload, umid, status, ...(priced && { price, smsCount }) } }),
  );
}

function eventOf(body: string) {
  return {
    version: '2.0',
    routeKey: 'POST /receipts',
    rawPath: '/receipts',
    rawQueryString: '',
    headers: { authorization: `Bearer ${STAND_IN_TOKEN}`, 'content-type': 'application/json' },
    requestContext: { http: { method: 'POST', path: '/receipts', sourceIp: '192.0.2.1' }, requestId: 'request' },
    body,
    isBase64Encoded: false,
  };
}

/** Receipts of one message, in the order in which they are posted. */
export type LifeOfAMessage = readonly { readonly what: string; readonly event: ReturnType<typeof eventOf> }[];

/** What the vendor posts of one delivered message: three statuses, the last one twice. */
export function lifeOfAMessage(umid: string): LifeOfAMessage {
  const delivered = { state: 'delivered', detail: 'delivered_to_recipient', timestamp: '2026-01-01T00:00:04.5Z' };
  return [
    { what: 'queued', event: receiptEvent(umid, { state: 'queued', timestamp: '2026-01-01T00:00:00.21Z' }, false) },
    { what: 'sent', event: receiptEvent(umid, { state: 'sent', timestamp: '2026-01-01T00:00:01.06Z' }, false) },
    { what: 'delivered', event: receiptEvent(umid, delivered, true) },
    { what: 'delivered, once more', event: receiptEvent(umid, delivered, true) },
  ];
}
