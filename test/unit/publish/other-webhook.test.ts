import { expect, test } from '@jest/globals';
import type { SetAsideItem } from '../../../contract/set-aside-item.ts';
import { otherWebhook, webhookToPublish } from '../../../lambda/publish/events.ts';

const ITEM = {
  id: 'a'.repeat(64),
  reason: 'other_webhook',
  contentType: 'application/json',
  firstReceivedAt: '2026-01-01T00:00:00.000Z',
} as const satisfies Partial<SetAsideItem>;

test('a webhook that was set aside is published with its key', () => {
  const webhook = webhookToPublish(undefined, ITEM);
  expect(webhook).toEqual({
    id: ITEM.id,
    contentType: 'application/json',
    receivedAt: ITEM.firstReceivedAt,
  });
  expect(otherWebhook(webhook as never, { namespace: 'SMS' })).toEqual({
    source: 'sms-receipts',
    'detail-type': '8x8 Webhook',
    time: ITEM.firstReceivedAt,
    detail: { version: 1, id: ITEM.id, receivedAt: ITEM.firstReceivedAt, body: { namespace: 'SMS' } },
  });
});

test.each<[string, Partial<SetAsideItem> | undefined, Partial<SetAsideItem> | undefined]>([
  ['a copy', ITEM, ITEM],
  ['an invalid receipt', undefined, { ...ITEM, reason: 'invalid' }],
  ['a receipt that is not storable', undefined, { ...ITEM, reason: 'not_storable' }],
  ['a body of another content type', undefined, { ...ITEM, reason: 'unsupported_content_type' }],
  ['an expiry', ITEM, undefined],
  ['an item without an id', undefined, { reason: ITEM.reason, firstReceivedAt: ITEM.firstReceivedAt }],
])('%s publishes nothing', (_, before, after) => {
  expect(webhookToPublish(before, after)).toBeUndefined();
});

test('a body that a new release understands as another webhook is published', () => {
  expect(webhookToPublish({ ...ITEM, reason: 'invalid' }, ITEM)).toMatchObject({ id: ITEM.id });
});

test.each([null, 5])('a body with the content type %j has none', (contentType) => {
  const item = { ...ITEM, contentType } as Partial<SetAsideItem>;
  expect(webhookToPublish(undefined, item)).toMatchObject({ contentType: undefined });
});
