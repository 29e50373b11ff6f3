import { describe, expect, test } from '@jest/globals';
import { INBOUND_SMS_JSON, RECEIPT_JSON, SAMPLE_UMID, sampleReceipt } from '../../fixtures/samples.ts';
import { NOW, receiver } from '../../support/receive-in-memory.ts';

describe('the log', () => {
  test('has one line per request, with what was recorded and the duration', async () => {
    let reads = 0;
    const { post, lines } = receiver({ now: () => new Date(NOW.getTime() + 7 * reads++) });
    await post({ body: RECEIPT_JSON });
    await post({ body: '{}' });
    await post({ body: INBOUND_SMS_JSON });
    expect(lines).toMatchObject([
      { outcome: 'recorded', durationMs: 7, umid: SAMPLE_UMID },
      { outcome: 'invalid', durationMs: 7, issues: 3 },
      { outcome: 'set_aside', durationMs: 7, reason: 'other_webhook' },
    ]);
  });

  test('has no phone number, body or credential, wherever a request has them', async () => {
    const phone = '+12025550293';
    const { post, lines } = receiver();
    const everywhere = sampleReceipt((b) => {
      Object.assign(b.payload, { source: phone, subAccountId: phone, clientMessageId: phone, [phone]: phone });
      Object.assign(b.payload.status, { state: phone, detail: phone, errorMessage: phone, errorCode: 12025550293 });
    });
    const headers = { authorization: `Bearer ${phone}` };
    for (const sketch of [
      { body: everywhere },
      { body: { ...everywhere, namespace: phone } },
      { body: { [phone]: JSON.parse('{"__proto__":1}') } },
      { body: { ...everywhere, payload: { ...everywhere.payload, umid: phone } } },
      { body: phone },
      { body: `<${phone}>`, headers: { 'content-type': 'text/xml' } },
      { body: everywhere, headers },
      { body: everywhere, headers: { 'content-type': phone } },
      { body: everywhere, query: { token: phone } },
    ]) {
      await post(sketch);
    }
    expect(lines).toHaveLength(9);
    expect(JSON.stringify(lines)).not.toMatch(/12025550293|a-token-for-tests/);
    expect(lines[0]).toMatchObject({ outcome: 'recorded', state: 'not_documented' });
  });
});
