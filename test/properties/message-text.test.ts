import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { XMLBuilder } from 'fast-xml-parser';
import { requestMetrics } from '../../lambda/telemetry/metrics.ts';
import { type Body, RECEIPT_V7_JSON } from '../fixtures/samples.ts';
import { postReceipts } from '../support/events.ts';
import { receiver } from '../support/receive-in-memory.ts';

/** Stands for a one-time code, and occurs nowhere else. */
const SECRET = 'qzxj-493021';
const text = fc
  .tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))
  .map(([before, after]) => `${before} ${SECRET} ${after}`);

/** Contents that the vendor may send, today or later. */
const content = fc.record(
  {
    channel: fc.constantFrom('sms', null, ''),
    contentType: fc.constantFrom('text', 'template'),
    body: fc.oneof(fc.record({ text }), text, fc.array(text), fc.record({ parts: fc.array(fc.record({ text })) })),
    text,
    title: text,
  },
  { requiredKeys: ['body'] },
);
const name = fc.constantFrom(
  'outboundContent',
  'OutboundContent',
  'OUTBOUNDCONTENT',
  'outbound_content',
  'outbound-content',
);
type Place = (body: Body, name: string, value: unknown) => void;
const place = fc.constantFrom<Place>(
  (body, key, value) => (body.payload[key] = value),
  (body, key, value) => (body[key] = value),
  (body, key, value) => (body.payload.status[key] = value),
  (body, key, value) => (body.payload.price[key] = value),
  (body, key, value) => (body.payload.more = { inner: [{ [key]: value }] }),
  (body, key, value) => Object.assign(body.payload, { [key]: value, '': 1, long: 'x'.repeat(5000) }),
);
const xml = new XMLBuilder({});

test('the text of a message is in no item, answer, log line or metric', async () => {
  await fc.assert(
    fc.asyncProperty(name, place, content, fc.boolean(), async (key, put, value, inXml) => {
      const body: Body = JSON.parse(RECEIPT_V7_JSON);
      delete body.payload.outboundContent;
      put(body, key, value);
      const logged: unknown[] = [];
      const { handler, messages } = receiver({
        log: (line) => logged.push(line, requestMetrics(line, { namespace: 'x', bySubAccount: true }, new Date())),
      });
      const answer = await handler(
        postReceipts(
          inXml
            ? { body: xml.build({ root: withoutEmptyNames(body) }), headers: { 'content-type': 'text/xml' } }
            : { body },
        ),
      );
      expect(answer).toMatchObject({ statusCode: 200 });
      expect(messages.size).toBe(1);
      expect(JSON.stringify([answer, logged, ...messages])).not.toMatch(/qzxj|493021/);
    }),
  );
});

/** XML has no empty names. */
function withoutEmptyNames(body: Body): Body {
  delete body.payload[''];
  return body;
}
