import { DETAIL_TYPES, EVENT_SOURCE, EVENT_VERSION, type ReceiverEvent } from '../../contract/events.ts';
import type { SetAsideItem, SetAsideReason } from '../../contract/set-aside-item.ts';

/** An item as it is read. Somebody else may have written it, so any attribute may be missing. */
type ReadItem = Partial<SetAsideItem>;

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
  before: ReadItem | undefined,
  after: ReadItem | undefined,
): WebhookToPublish | undefined {
  if (after?.reason !== REASON || before?.reason === REASON) return undefined;
  const { id, contentType, firstReceivedAt: receivedAt } = after;
  if (id === undefined || receivedAt === undefined) return undefined;
  return { id, contentType: contentType ?? undefined, receivedAt };
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
