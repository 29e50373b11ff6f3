import { describe, expect, test } from '@jest/globals';
import { interpret } from '../../../../lambda/receipt/interpret.ts';
import { INBOUND_SMS_JSON, SAMPLE_UMID, sampleReceipt } from '../../../fixtures/samples.ts';

describe('other webhooks', () => {
  const updates = { eventId: 'a', timestamp: '2026-01-01T00:00:00Z', provider: 'x', eventType: 'template_update' };
  const survey = { umid: SAMPLE_UMID, surveyId: 'a', answers: [] };
  test.each<[name: string, body: unknown, unknownFormat: boolean]>([
    ['an inbound SMS', JSON.parse(INBOUND_SMS_JSON), false],
    ['an inbound SMS in capitals', { namespace: 'sms', eventType: 'INBOUND_MESSAGE_RECEIVED' }, false],
    ['a click', { namespace: 'SMS', eventType: 'short_url_clicked', payload: { umid: SAMPLE_UMID } }, false],
    ['a ChatApps receipt', sampleReceipt((b) => (b.namespace = 'ChatApps')), false],
    ['an event type that does not exist yet', sampleReceipt((b) => (b.eventType = 'outbound_message_read')), true],
    ['another namespace alone', { namespace: 'ChatApps' }, false],
    ['another event type alone', { eventType: 'x', payload: [] }, false],
    ['an update without an envelope', updates, false],
    ['answers to a survey', survey, false],
    ['a receipt without its envelope', { umid: SAMPLE_UMID, status: { state: 'sent' } }, true],
    ['a receipt without its envelope, with text as status', { umid: SAMPLE_UMID, status: 'sent' }, true],
    ['a status without a umid', { status: 'sent' }, false],
    ['a callback of unknown fields', { sessionId: 'a', namespace: null, eventType: '' }, false],
    ['a payload without what a receipt has', { payload: { umid: '', status: null, text: 'x' } }, false],
    [
      'one whose text ends in half an emoji',
      { namespace: 'SMS', eventType: 'short_url_clicked', text: '\ud83d' },
      false,
    ],
  ])('%s', (_, body, unknownFormat) => {
    expect(interpret(body)).toEqual({ kind: 'other-webhook', unknownFormat });
  });
});

describe('a body that is validated as a receipt', () => {
  test.each<[name: string, body: unknown, unknownFormat: boolean]>([
    ['only the namespace', { namespace: 'SMS' }, true],
    ['only the event type', { eventType: 'outbound_message_status_changed' }, false],
    ['no envelope, but a umid', { payload: { umid: SAMPLE_UMID } }, false],
    ['no envelope, but a status', { payload: { status: 'sent' } }, false],
    ['a namespace that is not text', { namespace: 1 }, false],
    ['our envelope around something else', sampleReceipt((b) => (b.payload = { messages: [] })), true],
    ['an empty object', {}, false],
    ['a list', [], false],
  ])('%s', (_, body, unknownFormat) => {
    expect(interpret(body)).toMatchObject({ kind: 'invalid', unknownFormat });
  });

  test('the flat format has one issue, which says how to migrate', () => {
    const flat = {
      eventType: 'outboundMessageDelivery',
      channel: 'sms',
      umid: SAMPLE_UMID,
      status: 'DELIVERED TO DEVICE',
      timestamp: '2016-01-01T00:00:00Z',
      version: 4,
    };
    expect(interpret(flat)).toEqual({
      kind: 'invalid',
      issues: [
        {
          pointer: '',
          detail: expect.stringMatching(/flat Wavecell format.*migrate.*DELETE https:.*Webhooks configuration API/),
        },
      ],
      unknownFormat: true,
    });
    expect(interpret({ ...flat, status: { state: 'delivered' } })).not.toMatchObject({ issues: [{ pointer: '' }] });
    expect(interpret({ ...flat, eventType: 'another' })).not.toMatchObject({ issues: [{ pointer: '' }] });
  });
});
