import { DETAIL_TYPES, EVENT_SOURCE, EVENT_VERSION, type ReceiverEvent } from '../../contract/events.ts';

/** The attributes of an item of the set-aside table that an event needs. */
export interface SetAsideItem {
  readonly id?: string;
  readonly reason?: string;
  readonly contentType?: string | null;
  readonly firstReceivedAt?: string;
}

/** A body that a change of the set-aside table is to publish, without the body. */
export interface WebhookToPublish {
  readonly id: string;
  readonly contentType: string | undefined;
  readonly receivedAt: string;
}

/**
 * The body that a change of an item publishes: one that was set aside as `other_webhook` and was not before. A copy of
 * it, which only counts, publishes nothing.
 */
export function webhookToPublish(
  before: SetAsideItem | undefined,
  after: SetAsideItem | undefined,
): WebhookToPublish | undefined {
  if (after?.reason !== REASON || before?.reason === REASON) return undefined;
  const { id, contentType, firstReceivedAt: receivedAt } = after;
  if (id === undefined || receivedAt === undefined) return undefined;
  return { id, contentType: contentType ?? undefined, receivedAt };
}

const REASON = 'other_webhook';

/** @param body - the body as a value */
export function otherWebhook({ id, receivedAt }: WebhookToPublish, body: unknown): ReceiverEvent {
  return {
    source: EVENT_SOURCE,
    'detail-type': DETAIL_TYPES.otherWebhook,
    time: receivedAt,
    detail: { version: EVENT_VERSION, id, receivedAt, body },
  };
}
