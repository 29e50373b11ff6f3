import { isJsonObject } from './receipt.ts';
import { equalsIgnoreCase, RECEIPT_EVENT_TYPE, RECEIPT_NAMESPACE } from './schema.ts';
import type { ValidationIssue } from './validation-issue.ts';

/** The event types of other SMS webhooks that the vendor documents. */
const OTHER_SMS_EVENT_TYPES: ReadonlySet<string> = new Set(['inbound_message_received', 'short_url_clicked']);
/** The event type in the vendor's old format, before it was 8x8. */
const FLAT_EVENT_TYPE = 'outboundMessageDelivery';

/** Whether a body claims to be a delivery receipt for SMS. */
export function isReceiptEnvelope(body: unknown): boolean {
  return isJsonObject(body) && isSms(body) && equalsIgnoreCase(body.eventType, RECEIPT_EVENT_TYPE);
}

/**
 * Whether a body is another webhook: an object with another namespace or event type, or with neither and without the
 * fields of a receipt. Remove absent fields first.
 */
export function isOtherWebhook(body: unknown): boolean {
  if (!isJsonObject(body) || Object.keys(body).length === 0) return false;
  const { namespace, eventType, payload } = body;
  if (isOtherText(namespace, RECEIPT_NAMESPACE) || isOtherText(eventType, RECEIPT_EVENT_TYPE)) return true;
  if (namespace !== undefined || eventType !== undefined) return false;
  return !isJsonObject(payload) || (payload.umid === undefined && payload.status === undefined);
}

/** Whether a body looks like an SMS webhook in an unknown format: the vendor may have changed it. */
export function isUnknownFormat(body: unknown): boolean {
  if (!isJsonObject(body)) return false;
  if (isFlatFormat(body)) return true;
  const { eventType } = body;
  return isSms(body) && !(typeof eventType === 'string' && OTHER_SMS_EVENT_TYPES.has(eventType.toLowerCase()));
}

/** The issue of a receipt in the old format, which accounts with an old webhook still get; otherwise none. */
export function findFlatFormatIssues(body: unknown): ValidationIssue[] {
  if (!isJsonObject(body) || !isFlatFormat(body)) return [];
  const detail =
    `is a receipt in the flat Wavecell format (eventType "${FLAT_EVENT_TYPE}"), which is not accepted: ` +
    'migrate to the current webhook. Delete the old one (DELETE https://api.wavecell.com/config/v1/webhook), then create ' +
    'the new one with the Webhooks configuration API of 8x8';
  return [{ pointer: '', detail }];
}

function isSms(body: { readonly namespace?: unknown }): boolean {
  return equalsIgnoreCase(body.namespace, RECEIPT_NAMESPACE);
}

function isFlatFormat(body: { readonly eventType?: unknown; readonly status?: unknown }): boolean {
  return equalsIgnoreCase(body.eventType, FLAT_EVENT_TYPE) && typeof body.status === 'string';
}

function isOtherText(value: unknown, ours: string): boolean {
  return typeof value === 'string' && !equalsIgnoreCase(value, ours);
}
