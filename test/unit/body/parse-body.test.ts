import { describe, expect, test } from '@jest/globals';
import { bodyFormatOf, parseBody } from '../../../lambda/body/parse-body.ts';
import { RECEIPT_JSON, RECEIPT_XML } from '../../fixtures/samples.ts';

const parse = (text: string | Uint8Array, format: 'json' | 'xml') => parseBody(Buffer.from(text as string), format);
const issueOf = async (text: string | Uint8Array, format: 'json' | 'xml'): Promise<string | undefined> => {
  const { issues } = await parse(text, format);
  expect(issues).toHaveLength(1);
  expect(issues?.[0]?.pointer).toBe('');
  return issues?.[0]?.detail;
};

test.each([
  [undefined, 'json'],
  ['', 'json'],
  ['application/json', 'json'],
  ['Application/JSON; charset=UTF-8', 'json'],
  ['application/json;charset="utf-8"', 'json'],
  ['application/xml', 'xml'],
  ['text/xml; charset=us-ascii', 'xml'],
  ['text/plain', undefined],
  ['application/problem+json', undefined],
  ['application/x-www-form-urlencoded', undefined],
  ['application/json; charset=utf-16', undefined],
  ['toString', undefined],
])('content type %s is %s', (contentType, format) => {
  expect(bodyFormatOf(contentType)).toBe(format);
});

describe('JSON', () => {
  test('is read, also behind a byte order mark', async () => {
    expect(await parse(RECEIPT_JSON, 'json')).toEqual({ value: JSON.parse(RECEIPT_JSON) });
    expect(await parse(`\ufeff${RECEIPT_JSON}`, 'json')).toEqual({ value: JSON.parse(RECEIPT_JSON) });
  });

  test.each<[name: string, text: string | Uint8Array, detail: string]>([
    ['nothing', '', 'is not JSON'],
    ['words', 'no receipt', 'is not JSON'],
    ['a comma too many', '{"a":1,}', 'is not JSON: see character 8'],
    ['a cut body', RECEIPT_JSON.slice(0, 100), 'is not JSON'],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'is not UTF-8'],
  ])('%s', async (_, text, detail) => {
    expect(await issueOf(text, 'json')).toMatch(new RegExp(`^${detail}`));
  });
});

describe('XML', () => {
  test("the vendor's sample says what its JSON sample says", async () => {
    expect(await parse(RECEIPT_XML, 'xml')).toEqual({ value: JSON.parse(RECEIPT_JSON) });
  });

  test.each<[name: string, xml: string, value: unknown]>([
    ['empty elements', '<root><a/><b></b></root>', { a: '', b: '' }],
    ['attributes are passed over', '<root x="1"><a y="2">v</a></root>', { a: 'v' }],
    ['text around is trimmed', '<root>\n <a> v w </a>\n</root>', { a: 'v w' }],
    ['the five entities', '<root><a>&lt;&gt;&amp;&quot;&apos;</a></root>', { a: `<>&"'` }],
    ['character references', '<root><a>&#233;&#x1F600;</a></root>', { a: 'é\u{1F600}' }],
    ['character data', '<root><a><![CDATA[<b>]]></a></root>', { a: '<b>' }],
    ['comments and instructions', '<?xml version="1.0"?><!-- c --><root><a>1</a></root>', { a: '1' }],
    ['a repeated element is a list', '<root><a>1</a><a>2</a></root>', { a: ['1', '2'] }],
    [
      'numbers where the vendor documents them',
      '<root><payload><smsCount>3</smsCount></payload></root>',
      { payload: { smsCount: 3 } },
    ],
    ['only there', '<root><smsCount>3</smsCount></root>', { smsCount: '3' }],
    ['only what is one', '<root><payload><smsCount>0x3</smsCount></payload></root>', { payload: { smsCount: '0x3' } }],
    [
      'a price in all its digits',
      '<root><payload><price><total>0.0123456789012345</total></price></payload></root>',
      { payload: { price: { total: 0.0123456789012345 } } },
    ],
    ['text for a price', '<root><payload><price>free</price></payload></root>', { payload: { price: 'free' } }],
  ])('%s', async (_, xml, value) => {
    expect(await parse(xml, 'xml')).toEqual({ value });
  });

  const names = 'is XML with nesting or names that are not accepted';
  test.each<[name: string, xml: string, detail: string]>([
    ['nothing', '', 'is not well-formed XML'],
    ['JSON', '{}', 'is not well-formed XML: see line 1, column 1'],
    ['an open element', '<root>\n<a></root>', 'is not well-formed XML: see line 2, column 4'],
    ['another root', '<receipt/>', 'must have <root> as its one outermost element'],
    ['two roots of different names', '<root/><more/>', 'must have <root> as its one outermost element'],
    ['a document type', '<!DOCTYPE root><root/>', 'has a document type declaration, which is not accepted'],
    [
      'an external entity',
      '<!doctype root [<!ENTITY x SYSTEM "file:///etc/passwd">]><root>&x;</root>',
      'has a document type declaration, which is not accepted',
    ],
    ['an element __proto__', '<root><__proto__><x>1</x></__proto__></root>', names],
    ['nesting without end', `${'<a>'.repeat(9000)}${'</a>'.repeat(9000)}`, names],
  ])('%s', async (_, xml, detail) => {
    expect(await issueOf(xml, 'xml')).toMatch(detail);
  });

  test('an entity that nobody defined stays text', async () => {
    expect(await parse('<root><a>&secret;</a></root>', 'xml')).toEqual({ value: { a: '&secret;' } });
  });
});

test('no prototype was changed', async () => {
  await parse('{"__proto__":{"polluted":true}}', 'json');
  await parse('<root><__proto__><polluted>true</polluted></__proto__></root>', 'xml');
  expect({}).not.toHaveProperty('polluted');
});
