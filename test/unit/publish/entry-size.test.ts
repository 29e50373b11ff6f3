import { expect, test } from '@jest/globals';
import type { ReceiverEvent, StatusChanged } from '../../../contract/events.ts';
import { entryBytes, MAX_REQUEST_BYTES, truncateIfTooLarge } from '../../../lambda/publish/entry-size.ts';

const STATUS: StatusChanged = {
  version: 1,
  id: 'umid:1',
  umid: 'umid',
  country: 'US',
  state: 'delivered',
  terminal: true,
  statusTimestamp: '2026-01-01T00:00:00Z',
  receivedAt: '2026-01-01T00:00:00.000Z',
};
const statusEvent = (fields: Partial<StatusChanged>): ReceiverEvent => ({
  source: 'sms-receipts',
  'detail-type': 'SMS Status Changed',
  time: STATUS.receivedAt,
  detail: { ...STATUS, ...fields },
});
const webhookEvent = (body: unknown): ReceiverEvent => ({
  source: 'sms-receipts',
  'detail-type': '8x8 Webhook',
  time: STATUS.receivedAt,
  detail: { version: 1, id: 'id', receivedAt: STATUS.receivedAt, body },
});

test('the size of an entry is that of its texts in UTF-8 plus 14 bytes for its time', () => {
  expect(entryBytes(webhookEvent('é'))).toBe(
    14 +
      'sms-receipts8x8 Webhook'.length +
      JSON.stringify({ version: 1, id: 'id', receivedAt: STATUS.receivedAt, body: '' }).length +
      2,
  );
});

test('an event of common size is not changed', () => {
  for (const event of [statusEvent({ batchId: 'x'.repeat(65_536) }), webhookEvent('x'.repeat(65_536))]) {
    expect(truncateIfTooLarge(event)).toBe(event);
  }
});

test('a status change that is too large keeps the fields that identify it', () => {
  const large = 'x'.repeat(65_536);
  const event = truncateIfTooLarge(
    statusEvent({ subAccountId: large, clientBatchId: large, source: large, detail: large, previousState: large }),
  );
  expect(event.detail).toEqual({ ...STATUS, truncated: true });
  expect(entryBytes(event)).toBeLessThan(MAX_REQUEST_BYTES);
});

test('a webhook that is too large is published without its body', () => {
  // As the vendor writes it, this has 64 KiB; JavaScript writes the numbers in full
  const event = truncateIfTooLarge(webhookEvent(Array.from({ length: 16_000 }, () => 1e20)));
  expect(event.detail).toEqual({ version: 1, id: 'id', receivedAt: STATUS.receivedAt, truncated: true });
});
