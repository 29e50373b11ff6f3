import {
  DETAIL_TYPES,
  EVENT_SOURCE,
  EVENT_VERSION,
  type EventField,
  type ReceiverEvent,
  type StatusChanged,
} from '../../contract/events.ts';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import type { SetAsideItem, SetAsideReason } from '../../contract/set-aside-item.ts';
import { isProbeMessage } from '../../contract/test-message.ts';
import { countryOf } from '../receipt/country.ts';
import { withoutUndefined } from '../receipt/json.ts';

/** Items as they are read. Somebody else may have written them, so any attribute may be missing. */
type ReadReceipt = Partial<ReceiptItem>;
type ReadSetAside = Partial<SetAsideItem>;

/**
 * The event of a change of an item; undefined if its state, its detail and `terminal` stay the same, as after a stale
 * receipt, if the item was deleted, and if it is of a probe.
 *
 * @param fields - personal data to add
 */
export function statusChanged(
  before: ReadReceipt | undefined,
  after: ReadReceipt | undefined,
  fields: readonly EventField[] = [],
): ReceiverEvent | undefined {
  if (after === undefined || isProbeMessage(after) || isSameStatus(before, after)) return undefined;
  const { umid, state, statusTimestamp, version, history } = after;
  const current: { readonly receivedAt?: string; readonly origin?: string } | undefined = Array.isArray(history)
    ? history.at(-1)
    : undefined;
  const receivedAt = current?.receivedAt ?? after.lastReceivedAt;
  if (umid === undefined || state === undefined || statusTimestamp === undefined) return undefined;
  if (version === undefined || receivedAt === undefined) return undefined;
  const detail: StatusChanged = withoutUndefined({
    version: EVENT_VERSION,
    id: `${umid}:${version}`,
    umid,
    state,
    detail: after.detail,
    terminal: after.terminal === true,
    previousState: before?.state,
    statusTimestamp,
    receivedAt,
    subAccountId: after.subAccountId,
    batchId: after.batchId,
    clientMessageId: after.clientMessageId,
    clientBatchId: after.clientBatchId,
    country: after.country ?? countryOf(after.destination),
    operator: after.operator,
    errorCode: after.errorCode,
    errorReason: after.errorReason,
    smsCount: after.smsCount,
    price: priceOf(after),
    origin: current?.origin,
    ...Object.fromEntries(fields.map((field) => [field, after[field]])),
  });
  return { source: EVENT_SOURCE, 'detail-type': DETAIL_TYPES.statusChanged, time: receivedAt, detail };
}

function isSameStatus(before: ReadReceipt | undefined, after: ReadReceipt): boolean {
  return (
    before !== undefined &&
    before.state === after.state &&
    before.detail === after.detail &&
    (before.terminal === true) === (after.terminal === true)
  );
}

function priceOf({ priceTotal, pricePerSms, priceCurrency }: ReadReceipt): StatusChanged['price'] {
  const price = withoutUndefined({ total: priceTotal, perSms: pricePerSms, currency: priceCurrency });
  return Object.keys(price).length > 0 ? price : undefined;
}

/** A set-aside webhook to publish, without its body. */
export interface WebhookToPublish {
  readonly id: string;
  readonly contentType: string | undefined;
  readonly receivedAt: string;
}

/**
 * The webhook that a change of an item publishes: a body that is set aside as `other_webhook` for the first time. A copy
 * only changes the count and publishes nothing.
 */
export function webhookToPublish(
  before: ReadSetAside | undefined,
  after: ReadSetAside | undefined,
): WebhookToPublish | undefined {
  if (after?.reason !== REASON || before?.reason === REASON) return undefined;
  const { id, contentType, firstReceivedAt: receivedAt } = after;
  if (id === undefined || receivedAt === undefined) return undefined;
  return { id, contentType: typeof contentType === 'string' ? contentType : undefined, receivedAt };
}

const REASON = 'other_webhook' satisfies SetAsideReason;

/** @param body - the body as a value */
export function otherWebhook({ id, receivedAt }: WebhookToPublish, body: unknown): ReceiverEvent {
  return {
    source: EVENT_SOURCE,
    'detail-type': DETAIL_TYPES.otherWebhook,
    time: receivedAt,
    detail: { version: EVENT_VERSION, id, receivedAt, body },
  };
}
