import { describe, expect, test } from '@jest/globals';
import type { Body } from '../../../fixtures/samples.ts';
import { sampleReceiptOf } from '../../../support/interpreted.ts';

describe('unknown fields', () => {
  test('are kept, those of status and price under these names', () => {
    const { extra } = sampleReceiptOf((b) => {
      b.trace = 'abc';
      b.payload.country = 'SG';
      b.payload.list = [1, { deep: null, text: '' }];
      b.payload.status.node = 7;
      b.payload.price.tax = 0.01;
    });
    expect(extra).toEqual({
      trace: 'abc',
      country: 'SG',
      list: [1, { deep: null, text: '' }],
      status: { node: 7 },
      price: { tax: 0.01 },
    });
  });

  test('of the envelope keep their values if the payload has fields of the same names', () => {
    const { extra } = sampleReceiptOf((b) => {
      Object.assign(b, { timestamp: 'sent', status: 'x', price: 1, version: 'next' });
      Object.assign(b.payload, { timestamp: 'made', version: 'own' });
      b.payload.status.node = 7;
    });
    expect(extra).toEqual({
      'envelope.timestamp': 'sent',
      'envelope.status': 'x',
      price: 1,
      'envelope.version': 'next',
      timestamp: 'made',
      version: 'own',
      status: { node: 7 },
    });
  });

  test('have text for numbers that DynamoDB cannot hold, and no unpaired surrogates', () => {
    const { extra, status, identity } = sampleReceiptOf((b) => {
      b.payload.big = 2 ** 60;
      b.payload.endless = [Number.POSITIVE_INFINITY, 1e-200, -1e126, 1e15, -0.5, 0, 1e-130, 9.9e125];
      b.payload['cut \ud83d'] = '\ud83d';
      b.payload.source = 'shop \ud83d';
      b.payload.status.errorMessage = '\udc00';
    });
    expect(extra).toEqual({
      big: 2 ** 60,
      endless: ['Infinity', '1e-200', '-1e+126', 1e15, -0.5, 0, 1e-130, 9.9e125],
      'cut \ufffd': '\ufffd',
    });
    expect(identity.source).toBe('shop \ufffd');
    expect(status.errorMessage).toBe('\ufffd');
  });

  test('may have the names of methods and of prototypes', () => {
    const names = '{"toString":"y","hasOwnProperty":"z","constructor":"x","__proto__":{"polluted":1}}';
    const { extra, extraText } = sampleReceiptOf((b) => {
      b.payload = JSON.parse(JSON.stringify(b.payload).replace(/}$/, `,${names.slice(1)}`));
    });
    expect(Object.entries(extra ?? {})).toEqual([
      ['toString', 'y'],
      ['hasOwnProperty', 'z'],
      ['constructor', 'x'],
    ]);
    expect(extraText).toBe('{"__proto__":{"polluted":1}}');
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('unknown fields that cannot be stored as a map', () => {
  const kept = (more: object) => {
    const { extra, extraText } = sampleReceiptOf((b) => Object.assign(b.payload, more));
    return { extra, extraText };
  };
  const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

  test.each<[name: string, fields: object]>([
    ['no name', { '': 1 }],
    ['no name inside', { outer: { '': 1 } }],
    ['a name of 256 bytes', { ['é'.repeat(128)]: 1 }],
    ['too many levels', { deep: nested(21) }],
    ...['Map', 'Set', 'Buffer', 'String', 'Boolean', 'Number'].map((name): [string, object] => [
      `a map that looks like an instance of ${name}`,
      { deep: { constructor: { name } } },
    ]),
    ['one byte more than 4 KB', { long: 'x'.repeat(4096 - '["long",""]'.length + 1) }],
  ])('are JSON text beside it: %s', (_, fields) => {
    expect(kept({ country: 'SG', ...fields })).toMatchObject({ extra: { country: 'SG' } });
    const text = kept(fields).extraText ?? '';
    expect(text.endsWith('…') ? text.slice(0, 4000) : text).toBe(
      JSON.stringify(fields).slice(0, text.endsWith('…') ? 4000 : undefined),
    );
  });

  test('stay a map if they fit', () => {
    const constructors: unknown = [
      { constructor: 'Map' },
      { constructor: null },
      { constructor: { id: 1 } },
      { maker: { name: 'Map' } },
    ];
    const fields = { ['x'.repeat(255)]: 1, deep: nested(20), constructors, long: 'x'.repeat(3300) };
    expect(kept(fields)).toEqual({ extra: fields, extraText: undefined });
    const exactly = { long: 'x'.repeat(4096 - '["long",""]'.length) };
    expect(kept(exactly)).toEqual({ extra: exactly, extraText: undefined });
  });

  test('the map and the text are bounded in bytes, and a cut is marked', () => {
    const { extra, extraText } = kept(
      Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`f${at}`, '\u{1F600}'])),
    );
    expect(Buffer.byteLength(JSON.stringify(extra))).toBeLessThanOrEqual(4096);
    expect(Buffer.byteLength(JSON.stringify(extra))).toBeGreaterThan(3500);
    expect(Buffer.byteLength(extraText ?? '')).toBeLessThanOrEqual(4096);
    expect(extraText).toMatch(/…$/);
    expect(extraText).not.toContain('\ufffd');
  });

  test('64 KiB of brackets in an unknown field do not make the receipt invalid', () => {
    expect(kept({ deep: nested(30_000) }).extraText).toBe(`{"deep":${'['.repeat(200)}"…"${']'.repeat(200)}}`);
    const objects = JSON.parse(`${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`) as unknown;
    expect(kept({ deep: objects }).extraText).toBe(`{"deep":${'{"a":'.repeat(200)}"…"${'}'.repeat(200)}}`);
  });
});

describe('outboundContent', () => {
  const TEXT = 'Your one-time code is 493021.';
  const meta = { redacted: true, redactionReason: 'PII' };
  const content = { channel: 'sms', contentType: 'text', body: { text: TEXT }, meta };
  const kept = { outboundContent: { meta } };

  test.each<[name: string, change: (b: Body) => void, extra: object | undefined]>([
    ['in the payload', (b) => (b.payload.outboundContent = content), kept],
    ['in the envelope', (b) => (b.outboundContent = content), kept],
    ['in the status', (b) => (b.payload.status.outboundContent = content), { status: kept }],
    ['in the price', (b) => (b.payload.price.outboundContent = content), { price: kept }],
    ['in an unknown field', (b) => (b.payload.more = [{ outboundContent: content }]), { more: [kept] }],
    ['in another case', (b) => (b.payload.OUTBOUNDCONTENT = { Body: TEXT, meta }), { OUTBOUNDCONTENT: { meta } }],
    ['with a separator', (b) => (b.payload.outbound_content = { body: TEXT, meta }), { outbound_content: { meta } }],
    ['with space', (b) => (b.payload['outbound - content'] = { body: TEXT, meta }), { 'outbound - content': { meta } }],
    ['as text', (b) => (b.payload.outboundContent = TEXT), undefined],
    ['as a list', (b) => (b.payload.outboundContent = [content]), undefined],
    [
      'without meta in an unknown field',
      (b) => (b.payload.more = { outboundContent: { body: TEXT }, a: 1 }),
      { more: { a: 1 } },
    ],
    ['as null in an unknown field', (b) => (b.payload.more = { outboundContent: null, a: 1 }), { more: { a: 1 } }],
    ['with more fields', (b) => (b.payload.outboundContent = { text: TEXT, body: TEXT, title: TEXT }), undefined],
    [
      'with text in odd places',
      (b) => (b.payload.outboundContent = { channel: { a: TEXT }, contentType: [TEXT] }),
      undefined,
    ],
    ['without a body, because it is masked', (b) => (b.payload.outboundContent = { channel: 'sms', meta }), kept],
    ['with an empty name beside it', (b) => (b.payload.more = { '': 1, outboundContent: content }), undefined],
  ])('keeps no text of the message: %s', (_, change, extra) => {
    const receipt = sampleReceiptOf(change);
    expect(receipt.extra).toEqual(extra);
    expect(JSON.stringify(receipt)).not.toContain('493021');
  });
});
