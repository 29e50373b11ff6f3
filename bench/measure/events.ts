import { randomUUID } from 'node:crypto';
import { RECEIPT_JSON, RECEIPT_V7_JSON } from '../../test/fixtures/samples.ts';
import { postReceipts } from '../../test/support/events.ts';

const SAMPLE_V7 = JSON.parse(RECEIPT_V7_JSON) as Body;

interface Body {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

interface Status {
  readonly state: string;
  readonly detail?: string;
  readonly timestamp: string;
}

/** The vendor's sample as an event of API Gateway. */
export function sampleEvent() {
  return eventOf(RECEIPT_JSON);
}

/** The sample in format V7 with another key and status. As the vendor does, only `queued` has the text of the message. */
export function receiptEvent(umid: string, status: Status, change: (body: Body) => Body = (body) => body) {
  const { outboundContent, ...payload } = SAMPLE_V7.payload;
  const content = status.state === 'queued' && { outboundContent };
  return eventOf(JSON.stringify(change({ ...SAMPLE_V7, payload: { ...payload, umid, status, ...content } })));
}

/** The first receipt of another message. */
export function sentEvent() {
  return receiptEvent(randomUUID(), { state: 'sent', timestamp: '2026-01-01T00:00:01.06Z' });
}

function eventOf(body: string) {
  const event = postReceipts({ body });
  // As long as an id of API Gateway, because it is logged. The measured process sets the time, so the event is fresh
  return { ...event, body, requestContext: { ...event.requestContext, requestId: 'JKJaXmPLvHcESHA=' } };
}

/**
 * The receipts of one delivered message: three statuses, the last one twice. Their times have seven digits, the most that the
 * vendor sends.
 *
 * @param format - `V7` has a price in each receipt; older receipts have no number of their format and no text of the
 * message, and a price only in `delivered`
 */
export function lifeOfAMessage(umid: string, format: 'V7' | 'older' = 'V7') {
  const delivered = { state: 'delivered', detail: 'delivered_to_recipient', timestamp: '2026-01-01T00:00:04.5123456Z' };
  const receipts: [what: string, status: Status][] = [
    ['queued', { state: 'queued', timestamp: '2026-01-01T00:00:00.1234567Z' }],
    ['sent', { state: 'sent', timestamp: '2026-01-01T00:00:01.0612345Z' }],
    ['delivered', delivered],
    ['delivered, again', delivered],
  ];
  return receipts.map(([what, status]) => ({
    what,
    event: receiptEvent(umid, status, format === 'V7' ? undefined : toOlder),
  }));
}

function toOlder({ version: _, payload: { outboundContent: __, price, smsCount, ...payload }, ...body }: Body): Body {
  const { state } = payload.status as Status;
  return { ...body, payload: { ...payload, ...(state === 'delivered' && { price, smsCount }) } };
}
