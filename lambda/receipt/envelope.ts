import { isJsonObject } from './receipt.ts';
import { equalsIgnoreCase, RECEIPT_EVENT_TYPE, RECEIPT_NAMESPACE } from './schema.ts';
import type { ValidationIssue } from './validation-issue.ts';

/** The other webhooks that the vendor documents for SMS. */
const OTHER_SMS_EVENT_TYPES: ReadonlySet<string> = new Set(['inbound_message_received', 'short_url_clicked']);
/** Of the vendor's format before 8x8. */
const FLAT_EVENT_TYPE = 'outboundMessageDelivery';

/** Whether a body presents itself as a delivery receipt for SMS. */
export function isReceiptEnvelope(body: unknown): boolean {
  return isJsonObject(body) && isSms(body) && equalsIgnoreCase(body.eventType, RECEIPT_EVENT_TYPE);
}

/**
 * Whether a body is a webhook of another kind: an object that names another namespace or event type, or that names
 * neither and has nothing of a receipt. Absent fields must have been removed from it.
 */
export function isOtherWebhook(body: unknown): boolean {
  if (!isJsonObject(body) || Object.keys(body).length === 0) return false;
  const { namespace, eventType, payload } = body;
  if (isOtherText(namespace, RECEIPT_NAMESPACE) || isOtherText(eventType, RECEIPT_EVENT_TYPE)) return true;
  if (namespace !== undefined || eventType !== undefined) return false;
  return !isJsonObject(payload) || (payload.umid === undefined && payload.status === undefined);
}

/** Whether an other webhook or an invalid body looks like ours: the vendor may have changed its format. */
export function isUnknownFormat(body: unknown): boolean {
  if (!isJsonObject(body)) return false;
  if (isFlatFormat(body)) return true;
  const { eventType } = body;
  return isSms(body) && !(typeof eventType === 'string' && OTHER_SMS_EVENT_TYPES.has(eventType.toLowerCase()));
}

/** The one issue of a receipt in the format before 8x8, which accounts with an old webhook still get. */
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
