import { INBOUND_SMS_JSON, sampleReceipt } from '../../fixtures/samples.ts';
import type { UiUnderTest } from './ui-on.ts';

export const FAILED = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
export const BATCH = '3e09ac86-bd74-5465-851d-1eb5a5fdbb9b';
export const OWN_ID = '1e09ac86-bd74-5465-851d-1eb5a5fdbb9b';
export const DELIVERED = '00000001-0000-4000-8000-000000000001';
export const SENT = '00000002-0000-4000-8000-000000000002';
export const HOSTILE = '00000003-0000-4000-8000-000000000003';

/** A campaign of three messages to one number: one failed, a later one arrived, and one is with the operator. */
export const CAMPAIGN = 'c0ffee00-0000-4000-8000-00000000000b';
export const CAMPAIGN_NUMBER = '+639171234567';
export const UNREACHED = '00000004-0000-4000-8000-000000000004';
export const RESENT = '00000005-0000-4000-8000-000000000005';
export const WAITING = '00000006-0000-4000-8000-000000000006';

/** Wider than any screen, in any font, if it does not break. */
export const ENDLESS = 'x'.repeat(200);

/** Each would run a script or change the page if it were not treated as text. */
export const ATTACKS = {
  source: `<script>window.attacked = 1</script>${ENDLESS}`,
  clientMessageId: `"><img src=x onerror="window.attacked=2">${ENDLESS}`,
  clientBatchId: `' autofocus onfocus='window.attacked=3' x='${ENDLESS}`,
  batchId: `a/b%2F..?#&'"<b>bold</b>${ENDLESS}`,
  destination: '+447700900123',
  state: `<svg/onload=window.attacked=4>${ENDLESS}`,
  detail: `</style></title><iframe srcdoc="<script>top.attacked=5</script>">${ENDLESS}`,
  errorMessage: `\u001b[31mred\u0007 \u202egnp.exe\u2066 javascript:alert(1)${ENDLESS}`,
};

export const HOSTILE_PATHS = [
  '/',
  `/messages/${HOSTILE}`,
  `/batches/${encodeURIComponent(ATTACKS.batchId)}`,
  `/batches/${encodeURIComponent(ATTACKS.batchId)}?state=${encodeURIComponent(ATTACKS.state)}`,
  `/?q=${encodeURIComponent(ATTACKS.destination)}`,
  `/?q=${encodeURIComponent(ATTACKS.source)}`,
  `/messages/${encodeURIComponent(ATTACKS.source)}`,
  `/batches/${encodeURIComponent(ATTACKS.clientMessageId)}`,
  `/set-aside/${encodeURIComponent(ATTACKS.source)}`,
  `/set-aside?reason=${encodeURIComponent(ATTACKS.clientBatchId)}`,
  `/${encodeURIComponent(ATTACKS.detail)}`,
  '/set-aside',
];

/** Posts the data of the pages under test: seven messages, three of them of a campaign, and three set-aside bodies. */
export async function postMessages(ui: UiUnderTest): Promise<void> {
  const now = Date.now();
  const statusOf = (state: string, timestamp: string, umid = FAILED, fields: object = {}) =>
    sampleReceipt(({ payload }) => {
      Object.assign(payload, { umid, ...fields });
      payload.status = { state, timestamp };
    });
  await ui.post(statusOf('queued', '2015-12-31T23:59:57.21Z'), new Date(now - 9000));
  await ui.post(statusOf('sent', '2016-01-01T00:00:03.06Z'), new Date(now - 8000));
  await ui.post(sampleReceipt(), new Date(now - 7000));
  const other = { destination: '+447700900123', clientMessageId: 'order 17' };
  await ui.post(statusOf('delivered', '2016-01-01T00:00:05Z', DELIVERED, other), new Date(now - 6000));
  await ui.post(statusOf('sent', '2016-01-01T00:00:05Z', SENT, other), new Date(now - 5000));
  const { state, detail, errorMessage, ...fields } = ATTACKS;
  const hostile = statusOf(state, '2016-01-01T00:00:05Z', HOSTILE, { ...fields, [ATTACKS.source]: ATTACKS.state });
  Object.assign(hostile.payload.status, { detail, errorMessage });
  await ui.post(hostile, new Date(now - 3000));
  const campaign = { destination: CAMPAIGN_NUMBER, batchId: CAMPAIGN, clientBatchId: 'november-offer' };
  const inCampaign = (umid: string, clientMessageId: string, status: object) =>
    sampleReceipt(({ payload }) => {
      Object.assign(payload, { umid, ...campaign, clientMessageId });
      payload.status = { timestamp: '2026-11-27T10:41:07Z', state: 'delivered', ...status };
    });
  await ui.post(inCampaign(UNREACHED, 'otp-1', { state: 'undelivered', errorCode: 46 }), new Date(now - 2000));
  await ui.post(inCampaign(RESENT, 'otp-2', { detail: 'delivered_to_recipient' }), new Date(now - 1000));
  await ui.post(inCampaign(WAITING, 'otp-3', { detail: 'delivered_to_operator' }), new Date(now - 500));
  await ui.post(INBOUND_SMS_JSON);
  await ui.post(
    sampleReceipt(({ payload }) => {
      delete payload.status;
    }),
  );
  await ui.post(ATTACKS.source);
}
