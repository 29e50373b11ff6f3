import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAKE_TOKEN } from '../fake-aws.ts';

/** The vendor's sample of a delivery receipt. */
const SAMPLE = readFileSync(join(import.meta.dirname, '../../local/samples/receipt.sample.json'), 'utf8');
const sample = JSON.parse(SAMPLE) as { payload: Record<string, unknown> };

export interface Status {
  readonly state: string;
  readonly detail?: string;
  readonly timestamp: string;
}

/** Further fields of a receipt. */
export interface ReceiptFields {
  readonly envelope?: object;
  readonly payload?: object;
}

/** The sample as an event of API Gateway. */
export function sampleEvent() {
  return eventOf(SAMPLE);
}

/** The sample with another key and status. Only `delivered` has `price` and `smsCount`. */
export function receiptEvent(umid: string, status: Status, fields: ReceiptFields = {}) {
  const { price, smsCount, ...payload } = sample.payload;
  const priced = status.state === 'delivered' && { price, smsCount };
  return eventOf(
    JSON.stringify({
      ...sample,
      ...fields.envelope,
      payload: { ...payload, umid, status, ...priced, ...fields.payload },
    }),
  );
}

/** API Gateway's event, format 2.0. The measured process sets `timeEpoch`, so that the event is as fresh as on AWS. */
function eventOf(body: string) {
  return {
    version: '2.0',
    routeKey: 'POST /receipts',
    rawPath: '/receipts',
    rawQueryString: '',
    headers: { authorization: `Bearer ${FAKE_TOKEN}`, 'content-type': 'application/json' },
    requestContext: {
      http: { method: 'POST', path: '/receipts', sourceIp: '192.0.2.1' },
      requestId: 'JKJaXmPLvHcESHA=',
      timeEpoch: 0,
    },
    body,
    isBase64Encoded: false,
  };
}

/** Receipts of one message, in the order in which they are posted. */
export type LifeOfAMessage = readonly { readonly what: string; readonly event: ReturnType<typeof eventOf> }[];

/**
 * The receipts of one delivered message: three statuses, the last one twice.
 *
 * @param format - `V7` adds the format's number to each receipt, and a copy of the message to the first one
 */
export function lifeOfAMessage(umid: string, format: 'before V7' | 'V7' = 'before V7'): LifeOfAMessage {
  const envelope = format === 'V7' ? { version: 7 } : {};
  const outboundContent = { channel: 'sms', contentType: 'text', body: { text: 'Your code is 123456.' } };
  const delivered = { state: 'delivered', detail: 'delivered_to_recipient', timestamp: '2026-01-01T00:00:04.5Z' };
  const receipts: [what: string, status: Status, payload?: object][] = [
    ['queued', { state: 'queued', timestamp: '2026-01-01T00:00:00.21Z' }, format === 'V7' ? { outboundContent } : {}],
    ['sent', { state: 'sent', timestamp: '2026-01-01T00:00:01.06Z' }],
    ['delivered', delivered],
    ['delivered, again', delivered],
  ];
  return receipts.map(([what, status, payload = {}]) => ({
    what,
    event: receiptEvent(umid, status, { envelope, payload }),
  }));
}
