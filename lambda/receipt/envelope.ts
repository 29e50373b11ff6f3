import { isJsonObject } from './json.ts';
import type { JsonObject } from './receipt.ts';
import { isCode, RECEIPT_EVENT_TYPE, RECEIPT_NAMESPACE } from './schema.ts';

/** The event types of other SMS webhooks that the vendor documents. */
const OTHER_SMS_EVENT_TYPES = ['inbound_message_received', 'short_url_clicked'] as const;
/** The event type in the vendor's old format, before it was 8x8. */
export const FLAT_EVENT_TYPE = 'outboundMessageDelivery';

/** What a body says it is. */
export interface Envelope {
  readonly kind:
    | 'receipt'
    /** Neither a receipt nor another webhook. It is validated as a receipt, so that its issues are listed. */
    | 'unclear'
    /** A receipt in the old format, which accounts with an old webhook still get. */
    | 'flat-receipt'
    | 'other-webhook';
  /** Whether it looks like a webhook for SMS in a format that the vendor does not document: the vendor may have changed it. */
  readonly unknownFormat: boolean;
}

/** @param body - without absent fields */
export function envelopeOf(body: unknown): Envelope {
  if (!isJsonObject(body)) return { kind: 'unclear', unknownFormat: false };
  const { namespace, eventType } = body;
  if (isCode(eventType, FLAT_EVENT_TYPE) && typeof body.status === 'string') {
    return { kind: 'flat-receipt', unknownFormat: true };
  }
  const isSms = isCode(namespace, RECEIPT_NAMESPACE);
  const isReceipt = isCode(eventType, RECEIPT_EVENT_TYPE);
  const unknownFormat = isSms && !OTHER_SMS_EVENT_TYPES.some((type) => isCode(eventType, type));
  if (isSms && isReceipt) return { kind: 'receipt', unknownFormat };
  const isOther = (isText(namespace) && !isSms) || (isText(eventType) && !isReceipt);
  if (isOther) return { kind: 'other-webhook', unknownFormat };
  if (namespace === undefined && eventType === undefined) return withoutEnvelope(body);
  return { kind: 'unclear', unknownFormat };
}

function withoutEnvelope(body: JsonObject): Envelope {
  const { payload } = body;
  const hasReceipt = isJsonObject(payload) && (payload.umid !== undefined || payload.status !== undefined);
  if (hasReceipt || Object.keys(body).length === 0) return { kind: 'unclear', unknownFormat: false };
  return { kind: 'other-webhook', unknownFormat: body.umid !== undefined && body.status !== undefined };
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
