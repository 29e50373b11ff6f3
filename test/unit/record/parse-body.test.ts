import { describe, expect, test } from '@jest/globals';
import { interpret } from '../../../lambda/receipt/interpret.ts';
import { bodyFormatOf, parseBody } from '../../../lambda/record/parse-body.ts';
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
  ['application/json; charset=utf-16', 'json'],
  ['application/json;', 'json'],
  ['; charset=utf-8', 'json'],
  ['application/json, application/json', 'json'],
  ['application/json; charset=utf-8, application/json; charset=utf-8', 'json'],
  [' , application/xml', 'xml'],
  ['text/json', 'json'],
  ['application/problem+json', 'json'],
  ['application/vnd.8x8.v2+JSON; charset=utf-8', 'json'],
  ['application/xml', 'xml'],
  ['text/xml; charset=us-ascii', 'xml'],
  ['application/soap+xml', 'xml'],
  ['text/plain', undefined],
  ['text/plain, application/json', undefined],
  ['application/jsonp', undefined],
  ['x-application/json', undefined],
  ['x-text/xml', undefined],
  ['application/xml-dtd', undefined],
  ['application/soap+xml2', undefined],
  ['application/x-www-form-urlencoded', undefined],
  ['toString', undefined],
])('content type %s is %s', (contentType, format) => {
  expect(bodyFormatOf(contentType)).toBe(format);
});

describe('JSON', () => {
  test('is read, also after a byte order mark', async () => {
    expect(await parse(RECEIPT_JSON, 'json')).toEqual({ value: JSON.parse(RECEIPT_JSON) });
    expect(await parse(`\ufeff${RECEIPT_JSON}`, 'json')).toEqual({ value: JSON.parse(RECEIPT_JSON) });
  });

  test.each<[name: string, text: string, line: number, column: number]>([
    ['nothing', '', 1, 1],
    ['only spaces', ' \n ', 2, 2],
    ['a missing comma', '{"a":1 "b":2}', 1, 8],
    ['a name without quotes', '{a:1}', 1, 2],
    ['a second value', '{}\n{}', 2, 1],
    ['a raw line break in text', '{"a":"x\ny"}', 1, 8],
    ['a cut list', '[\n1,', 2, 3],
    ['64 KiB of brackets', '['.repeat(65_536), 1, 65_537],
  ])('that is broken has its line and column if the engine tells them: %s', async (_, text, line, column) => {
    expect(await issueOf(text, 'json')).toBe(`is not JSON: see line ${line}, column ${column}`);
  });

  test.each([
    ['no receipt', 2],
    ['[1,]', 4],
    ['{"a":"in JSON at position 7"]', 29],
    ['\0', 1],
    ['{"a":"\0"}', 7],
  ])('that is broken is never quoted, and has its column if the engine tells it: %j', async (text, column) => {
    expect(['is not JSON', `is not JSON: see line 1, column ${column}`]).toContain(await issueOf(text, 'json'));
  });

  test('bytes that are not UTF-8 are an issue', async () => {
    expect(await issueOf(Uint8Array.of(0x22, 0xff, 0x22), 'json')).toBe('is not UTF-8');
    expect(await issueOf(Uint8Array.of(0x22, 0xff, 0x22), 'xml')).toBe('is not UTF-8');
  });
});

describe('XML', () => {
  test("the vendor's sample means the same as its JSON sample", async () => {
    const { value } = await parse(RECEIPT_XML, 'xml');
    expect(interpret(value)).toEqual(interpret(JSON.parse(RECEIPT_JSON)));
  });

  test.each<[name: string, xml: string, value: unknown]>([
    ['empty elements', '<root><a/><b></b></root>', { a: '', b: '' }],
    [
      'attributes are fields',
      '<root x="1"><price currency="USD"><total>1</total></price><b y="2"/></root>',
      { x: '1', price: { currency: 'USD', total: '1' }, b: '', 'b.y': '2' },
    ],
    [
      'attributes beside text do not change it',
      '<root><state code="3" by="x">sent</state></root>',
      { state: 'sent', 'state.code': '3', 'state.by': 'x' },
    ],
    [
      'an attribute and an element of one name are a list',
      '<root><a b="1"><b>2</b></a></root>',
      { a: { b: ['1', '2'] } },
    ],
    ['attributes alone', '<root x="1"/>', { x: '1' }],
    ['text alone', '<root>text</root>', 'text'],
    ['references in attributes', '<root><a b="&lt;&#233;"><c/></a></root>', { a: { b: '<é', c: '' } }],
    ['namespaces are no data', '<root xmlns="urn:x" xmlns:y="urn:y"><a>1</a></root>', { a: '1' }],
    ['text beside elements', '<root><a>x<b>1</b>y</a></root>', { a: { b: '1', '#text': 'xy' } }],
    [
      'two references that make one character',
      '<root><a>order-&#55357;&#56832;-17</a></root>',
      { a: 'order-\u{1F600}-17' },
    ],
    ['the same in hexadecimal', '<root><a>&#xD83D;&#xDE00;</a></root>', { a: '\u{1F600}' }],
    ['text with a space before character data', '<root><a>x <![CDATA[y]]></a></root>', { a: 'x y' }],
    ['text with character data', '<root><a>x<![CDATA[&amp;]]>&amp;</a></root>', { a: 'x&amp;&' }],
    [
      'names that every object has',
      '<root><constructor>1</constructor><toString/><a hasOwnProperty="2"/></root>',
      { constructor: '1', toString: '', a: '', 'a.hasOwnProperty': '2' },
    ],
    ['a control character that XML allows', '<root><a>x&#9;y&#10;z</a></root>', { a: 'x\ty\nz' }],
    ['text around is trimmed', '<root>\n <a> v w </a>\n</root>', { a: 'v w' }],
    ['the five entities', '<root><a>&lt;&gt;&amp;&quot;&apos;</a></root>', { a: `<>&"'` }],
    ['character references', '<root><a>&#233;&#x1F600;</a></root>', { a: 'é\u{1F600}' }],
    ['references to a space and to the last character', '<root><a>x&#32;&#x10FFFF;</a></root>', { a: 'x \u{10ffff}' }],
    ['character data', '<root><a><![CDATA[<b>]]></a></root>', { a: '<b>' }],
    [
      'comments, instructions and line breaks',
      '<?xml version="1.0"?>\n<!-- c -->\n<?p q?><root><a>1</a><?p q?></root>\n',
      { a: '1' },
    ],
    ['a repeated element is a list', '<root><a>1</a><a>2</a></root>', { a: ['1', '2'] }],
    ['numbers are text', '<root><smsCount>3</smsCount></root>', { smsCount: '3' }],
    ['a document type in character data', '<root><a><![CDATA[<!DOCTYPE x>]]></a></root>', { a: '<!DOCTYPE x>' }],
    ['a document type in a comment', '<!-- <!DOCTYPE x> --><root><a>1</a></root>', { a: '1' }],
    ['text for a price', '<root><payload><price>free</price></payload></root>', { payload: { price: 'free' } }],
  ])('%s', async (_, xml, value) => {
    const parsed = await parse(xml, 'xml');
    expect(Object.entries(parsed.value as object)).toEqual(Object.entries(value as object));
  });

  test('elements named as prototypes are data', async () => {
    const { value } = await parse('<root><__proto__><x>1</x></__proto__><prototype>2</prototype></root>', 'xml');
    expect(Object.entries(value as object)).toEqual([
      ['__proto__', { x: '1' }],
      ['prototype', '2'],
    ]);
  });

  test.each([
    '&#0;',
    '&#x1F;',
    '&#xFFFE;',
    '&#xFFFF;',
    '&#55357;',
    '&#xDE00;&#xD83D;',
    '&#1114112;',
    '&#99999999999999999999;',
  ])('a reference to a character that XML does not allow is an issue with its place: %s', async (reference) => {
    const detail = 'has a reference to a character that XML does not allow';
    const { issues } = await parse(`<root><a><b c="${reference}">x</b><d>1${reference}2</d></a></root>`, 'xml');
    expect(issues).toEqual([
      { pointer: '/a/b/c', detail },
      { pointer: '/a/d', detail },
    ]);
  });

  test.each<[name: string, xml: string, detail: string | RegExp]>([
    ['nothing', '', 'is not well-formed XML'],
    ['text', 'x', 'is not well-formed XML: see line 1, column 1'],
    ['an open element', '<root>\n<a></root>', 'is not well-formed XML: see line 2, column 4'],
    ['another root', '<receipt/>', 'must have <root> as its one outermost element, not <receipt>'],
    ['another root in capitals', '<Root/>', 'not <Root>'],
    ['another root of a long name', `<${'r'.repeat(60)}/>`, `not <${'r'.repeat(50)}>`],
    [
      'two roots of different names',
      '<root/><more/>',
      'must have <root> as its one outermost element, not <root> and <more>',
    ],
    ['two roots', '<root/><root/>', 'must have <root> as its one outermost element, not <root> and <root>'],
    ['roots of three names', '<a/><b/><c/>', /not <a> and <b>$/],
    ['only a comment', '<!-- -->', 'is not well-formed XML'],
    [
      'a document type behind an open comment in an instruction',
      '<?a <!-- ?><!DOCTYPE x><root/>',
      'has a document type',
    ],
    ['a document type between two comments', '<!-- --><!DOCTYPE x><!-- --><root/>', 'has a document type'],
    ['a document type behind character data', '<root><![CDATA[ <!-- ]]></root><!DOCTYPE x>', 'has a document type'],
    ['64 KiB of open comments', '<!--'.repeat(16_384), 'is not well-formed XML: see line 1'],
    ['a document type', '<!DOCTYPE root><root/>', 'has a document type declaration, which is not accepted'],
    [
      'an external entity',
      '<!doctype root [<!ENTITY x SYSTEM "file:///etc/passwd">]><root>&x;</root>',
      'has a document type declaration, which is not accepted',
    ],
    ['nesting without end', `${'<a>'.repeat(9000)}${'</a>'.repeat(9000)}`, 'is XML with nesting that is not accepted'],
  ])('%s', async (_, xml, detail) => {
    expect(await issueOf(xml, 'xml')).toMatch(detail);
  });

  test('an undefined entity stays text', async () => {
    expect(await parse('<root><a>&secret;</a></root>', 'xml')).toEqual({ value: { a: '&secret;' } });
  });
});

test('no test above changed a prototype', async () => {
  await parse('{"__proto__":{"polluted":true}}', 'json');
  await parse('<root><__proto__><polluted>true</polluted></__proto__></root>', 'xml');
  expect({}).not.toHaveProperty('polluted');
});
