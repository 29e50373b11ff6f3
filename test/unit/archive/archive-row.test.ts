import { describe, expect, test } from '@jest/globals';
import { ARCHIVE_COLUMNS } from '../../../contract/archive.ts';
import { PROBE_SUB_ACCOUNT } from '../../../contract/test-message.ts';
import { archiveRow } from '../../../lambda/archive/archive-row.ts';
import { SAMPLE_UMID } from '../../fixtures/samples.ts';
import { receiptItem } from '../../support/items.ts';

const item = receiptItem();
const queued = { state: 'queued', timestamp: '2026-01-01T00:00:00Z', receivedAt: '' };
const delivered = {
  state: 'delivered',
  detail: 'delivered_to_recipient',
  timestamp: '2026-01-01T00:00:07.5Z',
  receivedAt: '',
};

test('a row has the status, the times and the price of the item, and nothing that names the recipient', () => {
  const row = archiveRow({
    ...item,
    extra: { outboundContent: 'a text' },
    errorCode: 15,
    errorMessage: 'to 12025550293',
    operator: '310-260',
    priceTotal: 0.0375,
    priceCurrency: 'USD',
    smsCount: 2,
    history: [queued, { ...queued, state: 'sent' }, { ...delivered, origin: 'vendor_log' }],
  });
  expect(row).toEqual({
    umid: SAMPLE_UMID,
    version: 1,
    state: item.state,
    detail: item.detail,
    terminal: item.terminal,
    status_timestamp: item.statusTimestamp,
    first_received_at: '2026-01-01T00:00:00.000Z',
    last_received_at: '2026-01-01T00:00:00.000Z',
    error_code: 15,
    sub_account_id: item.subAccountId,
    country: 'US',
    operator: '310-260',
    batch_id: item.batchId,
    segments: 2,
    price: '0.0375',
    currency: 'USD',
    delivery_ms: 7500,
    origin: 'vendor_log',
  });
});

test('only the value true is terminal', () => {
  expect([true, false, 'true'].map((terminal) => archiveRow({ ...item, terminal } as never)?.terminal)).toEqual([
    true,
    false,
    false,
  ]);
});

test('the sender is in the row only if the deployment wants it', () => {
  expect(archiveRow(item)).not.toHaveProperty('source');
  expect(archiveRow(item, ['source'])).toMatchObject({ source: item.source });
});

test('every value has the type of its column', () => {
  const types = { string: 'string', bigint: 'number', int: 'number', boolean: 'boolean' };
  const row = archiveRow({ ...item, errorCode: 1, history: [queued, delivered] }, ['source']) ?? {};
  for (const [name, value] of Object.entries(row))
    expect([name, typeof value]).toEqual([name, types[ARCHIVE_COLUMNS[name as keyof typeof ARCHIVE_COLUMNS]]]);
});

test.each([
  [0.0375, '0.0375'],
  [1e-7, '0.0000001'],
  [1.5e-9, '0.0000000015'],
  [0, '0'],
  [123456789012345, '123456789012345'],
  [Number.NaN, undefined],
  ['1', undefined],
])('the price %s is %s', (priceTotal, price) => {
  expect(archiveRow({ ...item, priceTotal: priceTotal as number })?.price).toBe(price);
});

test('a test receipt of the probe has no row', () => {
  expect(archiveRow({ ...item, subAccountId: PROBE_SUB_ACCOUNT })).toBeUndefined();
});

describe('an item that somebody else wrote', () => {
  test.each([[undefined], [{}], [{ umid: 'a' }], [{ umid: 1, version: 1 }], [{ umid: 'a', version: 1.5 }]])(
    '%j has no row',
    (foreign) => {
      expect(archiveRow(foreign as never)).toBeUndefined();
    },
  );

  test.each([
    ['history', [null, 7, { state: 1 }, delivered]],
    ['history', 'none'],
    ['errorCode', 2 ** 40],
    ['errorCode', '15'],
    ['smsCount', 1.5],
    ['state', {}],
    ['destination', 7],
  ])('has a row without what cannot be read: %s %j', (name, value) => {
    const row = archiveRow({ ...item, country: 'US', [name]: value } as never);
    expect(row).toMatchObject({ umid: SAMPLE_UMID, version: 1 });
    expect(Object.values(row ?? {}).every((one) => typeof one !== 'object')).toBe(true);
    expect([row?.error_code, row?.segments].every((one) => one === undefined || Number.isInteger(one))).toBe(true);
  });
});
