import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DETAIL_TYPES, EVENT_FIELDS, EVENT_SOURCE, EVENT_VERSION } from '../../../contract/events.ts';
import { truncateIfTooLarge } from '../../../lambda/publish/entry-size.ts';
import { otherWebhook, statusChanged } from '../../../lambda/publish/events.ts';
import { interpret } from '../../../lambda/receipt/interpret.ts';
import * as respond from '../../../lambda/receive/respond.ts';
import { generateLifecycles } from '../../../simulator/generate-lifecycles.ts';
import { INBOUND_SMS_JSON, RECEIPT_JSON, SAMPLE_UMID } from '../../fixtures/samples.ts';
import { ASYNCAPI, answerIssues, eventIssues, itemIssues, OPENAPI, receiptIssues } from '../../support/contracts.ts';
import { itemsAfterEachWrite, receiptItem } from '../../support/items.ts';
import { arbitraryArrivals, arbitraryReceipts } from '../../support/receipts.ts';

const RECEIVED_AT = '2026-01-01T00:00:00.000Z';
const arrivals = arbitraryArrivals(arbitraryReceipts({ minLength: 1, maxLength: 6 })).map((receipts) =>
  receipts.map((receipt) => ({ ...receipt, umid: SAMPLE_UMID })),
);
const WEBHOOK = { id: 'a'.repeat(64), contentType: undefined, receivedAt: RECEIVED_AT };

describe('docs/item.schema.json', () => {
  test('describes every item that receipts make, in any order', () => {
    fc.assert(
      fc.property(arrivals, (receipts) => {
        expect(itemsAfterEachWrite(receipts, RECEIVED_AT).flatMap(itemIssues)).toEqual([]);
      }),
    );
  });

  test('notices a field that is missing, of another type or not described', () => {
    const { state: _, ...item } = receiptItem();
    expect(itemIssues(item)).toEqual([" must have required property 'state'"]);
    expect(itemIssues({ ...receiptItem(), terminal: 'yes' })).toEqual(['/terminal must be boolean']);
    expect(itemIssues({ ...receiptItem(), more: 1 })).toEqual([' must NOT have additional properties']);
  });
});

describe('docs/events.schema.json', () => {
  test('describes the event of every change of an item', () => {
    fc.assert(
      fc.property(arrivals, fc.subarray([...EVENT_FIELDS]), (receipts, fields) => {
        const items = itemsAfterEachWrite(receipts, RECEIVED_AT);
        const events = items.map((item, index) => statusChanged(items[index - 1], item, fields));
        expect(events.flatMap((event) => (event ? eventIssues(event) : []))).toEqual([]);
      }),
    );
  });

  test('describes other webhooks with any body', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(eventIssues(otherWebhook(WEBHOOK, body))).toEqual([]);
      }),
    );
  });

  test('describes events that are truncated', () => {
    const large = 'x'.repeat(300_000);
    const status = statusChanged(undefined, { ...receiptItem(), clientBatchId: large });
    for (const event of [status, otherWebhook(WEBHOOK, large)]) {
      expect(event && truncateIfTooLarge(event).detail).toMatchObject({ truncated: true });
      expect(eventIssues(event && truncateIfTooLarge(event))).toEqual([]);
    }
  });

  test('notices a field that is not described', () => {
    const event = statusChanged(undefined, receiptItem());
    expect(eventIssues({ ...event, detail: { ...event?.detail, phoneNumber: '+12025550293' } })).toContain(
      '/detail must NOT have additional properties',
    );
  });
});

describe('docs/asyncapi.yaml', () => {
  const messages = Object.values<{ name: string; examples: { payload: unknown }[] }>(ASYNCAPI.components.messages);

  test('has the names of the published messages', () => {
    expect(messages.map(({ name }) => name)).toEqual(Object.values(DETAIL_TYPES));
    for (const { examples } of messages) {
      for (const { payload } of examples) {
        expect(payload).toMatchObject({ source: EVENT_SOURCE, detail: { version: EVENT_VERSION } });
        expect(eventIssues(payload)).toEqual([]);
      }
    }
  });
});

test('the event in docs/events.md matches the schema', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/events.md'), 'utf8');
  const blocks = [...guide.matchAll(/^```json\n(.*?)\n```$/gms)].map(([, block = '']) => JSON.parse(block));
  const events = blocks.filter((block) => 'time' in block);
  expect(events).toHaveLength(1);
  expect(events.flatMap(eventIssues)).toEqual([]);
});

describe('docs/openapi.yaml', () => {
  const ANSWERS: readonly (readonly [string, respond.Response])[] = [
    ...(['recorded', 'duplicate', 'stale'] as const).map(
      (outcome) => [outcome, respond.recorded(outcome, SAMPLE_UMID)] as const,
    ),
    ['set aside', respond.setAside()],
    ['queued', respond.queued()],
    ['invalid', respond.invalid([{ pointer: '', detail: 'is not JSON' }])],
    ['unauthenticated', respond.unauthenticated()],
    ['source refused', respond.sourceRefused()],
    ['too large', respond.tooLarge(65_536)],
    ['unsupported content type', respond.unsupportedContentType()],
    ['unavailable', respond.unavailable()],
  ];

  test.each(ANSWERS)('describes the answer: %s', (_, answer) => {
    expect(answerIssues(answer)).toEqual([]);
  });

  test('describes only answers that exist', () => {
    // API Gateway gives these without the function
    const given = new Set([...ANSWERS.map(([, { statusCode }]) => String(statusCode)), '429', '500']);
    expect(Object.keys(OPENAPI.paths['/receipts'].post.responses)).toEqual([...given].sort());
  });

  test('notices an answer that is not described', () => {
    const answer = respond.setAside();
    expect(answerIssues({ ...answer, statusCode: 204 })).toEqual(['there is no answer 204']);
    expect(answerIssues({ ...answer, body: '{"outcome":"lost"}' })).toEqual([
      '202 /outcome must be equal to one of the allowed values',
    ]);
    expect(answerIssues({ ...answer, headers: { 'content-type': 'text/html' } })).toEqual([
      '202 has no content type text/html',
    ]);
    expect(
      answerIssues({ ...respond.unauthenticated(), headers: { 'content-type': 'application/problem+json' } }),
    ).toEqual(['401 has no header WWW-Authenticate']);
  });

  test('describes the samples of receipts and the bodies of the simulator', () => {
    const { examples } = OPENAPI.paths['/receipts'].post.requestBody.content['application/json'];
    expect(receiptIssues(examples.deliveryReceipt.value)).toEqual([]);
    expect(interpret(examples.deliveryReceipt.value)).toMatchObject({ kind: 'receipt' });
    expect(interpret(examples.inboundSms.value)).toMatchObject({ kind: 'other-webhook' });
    expect(receiptIssues(JSON.parse(RECEIPT_JSON))).toEqual([]);
    expect(receiptIssues(JSON.parse(INBOUND_SMS_JSON))).not.toEqual([]);
    const bodies = generateLifecycles({ seed: 1, messages: 300 })
      .flatMap((life) => life.bodies)
      .filter(({ contentType }) => contentType.includes('json'));
    expect(bodies.length).toBeGreaterThan(100);
    for (const { body } of bodies) expect(receiptIssues(JSON.parse(body))).toEqual([]);
  });
});
