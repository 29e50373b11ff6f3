import { describe, expect, test } from '@jest/globals';
import { formatTable } from '../../../cli/terminal/table.ts';
import { eventHeader, eventLine } from '../../../cli/text/event.ts';
import { messagesText, messageText } from '../../../cli/text/message.ts';
import type { ReceiptItem } from '../../../contract/receipt-item.ts';
import { maskedUrl } from '../../../eight-by-eight/webhook.ts';
import { errorText } from '../../../lookup/message-words.ts';
import { durationText } from '../../../lookup/numbers.ts';
import { timeTextsIn } from '../../../lookup/times.ts';
import { CliError, describeError, InterruptedError, UsageError } from '../../../toolbox/errors.ts';
import { isLoopbackUrl } from '../../../toolbox/loopback.ts';
import { barOf, printable, withEscapes } from '../../../toolbox/text.ts';

test.each([
  [0, '0 s'],
  [850, '0.85 s'],
  [1_940, '1.94 s'],
  [12_340, '12.3 s'],
  [60_000, '1 min'],
  [200_000, '3 min 20 s'],
  [7_200_000, '2 h'],
  [7_230_000, '2 h'],
  [7_500_000, '2 h 5 min'],
  [273_600_000, '3 d 4 h'],
])('%d ms is written %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [0, ''],
  [1, '████'],
  [0.5, '██'],
  [0.53125, '██▏'],
  [0.0001, '▏'],
])('a bar of %d with 4 characters', (share, bar) => {
  expect(barOf(share, 4)).toBe(bar);
});

describe('a table', () => {
  const header = ['state', 'umid', 'empty', 'note'];
  const rows = [
    ['sent', '12345678', '', 'a long note that goes on'],
    ['read', '87654321', '', ''],
  ];

  test.each<[number, string[]]>([
    [
      Number.POSITIVE_INFINITY,
      ['  state  umid      note', '  sent   12345678  a long note that goes on', '  read   87654321'],
    ],
    [30, ['  state  umid      note', '  sent   12345678  a long not…', '  read   87654321']],
    [25, ['  state  umid', '  sent   12345678', '  read   87654321']],
    [19, ['  state  umid', '  sent   12345678', '  read   87654321']],
  ])('of %d columns omits empty columns and those that do not fit, and cuts the last one', (width, lines) => {
    expect(formatTable(header, rows, { width }).split('\n')).toEqual(lines);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  });
});

const UTC = timeTextsIn('UTC', new Date(0));

test('the columns of events stand below each other, the error first', () => {
  const change = {
    version: 1 as const,
    id: 'x:1',
    umid: '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a',
    state: 'undelivered',
    previousState: 'sent',
    terminal: true,
    statusTimestamp: '2026-11-27T18:41:07Z',
    receivedAt: '2026-11-27T18:41:08.123Z',
    subAccountId: 'Acme\u001b',
    country: 'PH',
  };
  const lines = [
    eventHeader(UTC),
    eventLine({ ...change, errorCode: 46 }, UTC),
    eventLine({ ...change, errorCode: 999, state: 'a state of next year', detail: 'with a detail' }, UTC),
    eventLine(change, UTC),
  ];
  expect(lines.map((line) => line.indexOf(line.includes('umid') ? 'umid' : change.umid))).toEqual([87, 87, 87, 87]);
  expect(lines[1]).toMatch(
    /^Subscriber not reachable \(error 46\) +sent -> undelivered +27 Nov 2026, 18:41:08 .* {2}Acme·$/,
  );
});

describe('a message in words', () => {
  const item: ReceiptItem = {
    umid: '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a',
    state: 'delivered',
    statusTimestamp: '2026-01-01T00:00:00Z',
    terminal: true,
    history: [
      { state: 'sent', timestamp: '2026-01-01T00:00:01.5Z', receivedAt: '2026-01-01T00:00:02.000Z' },
      { state: 'delivered', timestamp: '2026-01-01T00:00:00Z', receivedAt: '2026-01-01T00:00:03.000Z', errorCode: 0 },
    ],
    firstReceivedAt: '2026-01-01T00:00:02.000Z',
    lastReceivedAt: '2026-01-01T00:00:03.000Z',
    expiresAt: 1_775_000_000,
    statusOrder: '',
    version: 2,
  };

  test('has no negative gap, and says why a time is earlier than the one before it', () => {
    const text = messageText(item, UTC);
    expect(text).toContain('  1 Jan 2026, 00:00:01 UTC    sent\n  1 Jan 2026, 00:00:00        delivered\n');
    expect(text).toContain('Times may be out of order');
    const ascending = messageText({ ...item, history: item.history.toReversed() }, UTC);
    expect(ascending).toContain('+1.5 s  sent');
    expect(ascending).not.toContain('out of order');
  });

  test('says until when it is kept, unless that is no date', () => {
    expect(messageText(item, UTC)).toMatch(/\n {2}received .* to .*; kept until 2026-03-31$/);
    expect(messageText({ ...item, expiresAt: 1e20 }, UTC)).toMatch(/\n {2}received .* to 1 Jan 2026, 00:00:03$/);
  });

  test.each([
    [{ errorCode: 0 }, ''],
    [{ errorCode: 0, errorMessage: 'No error' }, ''],
    [{ errorCode: 15 }, 'Invalid destination (error 15)'],
    [{ errorCode: 999, errorMessage: 'New' }, 'not documented by 8x8: New (error 999)'],
    [{ errorCode: 999 }, 'not documented by 8x8 (error 999)'],
    [{ errorMessage: 'Refused' }, 'Refused'],
    [{}, ''],
  ])('the error of %j is "%s"', (status, text) => {
    expect(errorText(status)).toBe(text);
  });

  test('a list begins with what matters most, and omits the number that was searched for', () => {
    const items = [item, { ...item, destination: '+12025550293' }];
    expect(messagesText(items, UTC, { width: 130 })).toMatch(
      /^ {2}state +time \(UTC\) +umid +to\n {2}delivered +1 Jan 2026, 00:00:00 +9e09ac86-/,
    );
    expect(messagesText(items, UTC, { isToOneNumber: true, width: 80 })).toMatch(
      /^ {2}state +time \(UTC\) +umid\n {2}delivered +1 Jan 2026, 00:00:00 +9e09ac86\n/,
    );
  });

  test.each([80, 60, 59, 40])('%d columns show state, error, time, own id and umid of each message', (width) => {
    const failed = {
      ...item,
      state: 'undelivered',
      errorCode: 47,
      clientMessageId: 'order-17',
      destination: '+12025550293',
    };
    const text = messagesText([failed, failed], UTC, { width });
    for (const line of text.split('\n')) if (width >= 60) expect(line.length).toBeLessThanOrEqual(width);
    expect(text).toMatch(
      width < 60
        ? /^ {2}undelivered {2}Subscriber temporary unavailable \(error 47\)\n {2}1 Jan 2026, 00:00:00 {2}order-17 {2}\+12025550293\n {2}9e09ac86-\S{27}\n\n/
        : /\n {2}undelivered {2}Subscriber .*… {2}1 Jan 2026, 00:00:00 {2}order-17( {2}9e09ac86)?/,
    );
  });

  test('a message that the operator has looks like no success', () => {
    const atOperator = { ...item, detail: 'delivered_to_operator', terminal: false };
    expect(messagesText([atOperator, atOperator], UTC)).toMatch(/\n {2}with operator /);
    expect(messageText(atOperator, UTC)).toContain('\n  With the operator, no answer from the phone yet\n');
  });
});

test.each([
  ['https://example.com/path', 'https://example.com/path'],
  ['https://example.com/p?token=s3cret&b=2', 'https://example.com/p?token=***&b=***'],
  ['https://user:s3cret@example.com/', 'https://***@example.com/'],
  ['not an address', 'not an address'],
])('%s is shown without its secrets', (url, masked) => {
  expect(maskedUrl(url)).toBe(masked);
});

test.each([
  ['http://127.0.0.1:3000/receipts', true],
  ['http://127.9.9.9/', true],
  ['http://localhost:1', true],
  ['http://[::1]:1', true],
  ['http://127.0.0.1.example.com', false],
  ['http://localhost.example.com', false],
  ['http://user:127.0.0.1@example.com', false],
  ['https://abcdef.execute-api.us-east-1.amazonaws.com/receipts', false],
  ['ftp://127.0.0.1', false],
  ['foo', false],
])('%s is on this machine: %s', (url, expected) => {
  expect(isLoopbackUrl(url)).toBe(expected);
});

describe('text from outside', () => {
  test('cannot control the terminal, wherever it is in a record', () => {
    expect(printable('pay\u200cpal \u200d')).toBe('pay·pal ·');
    expect(printable('a\u001b[31mb\u202ec\u0007\u2028\u0085\u{e0041}')).toBe('a·[31mb·c····');
    expect(printable({ 'a\u001b': ['\n', { b: '\u200b' }], c: 1, d: null, e: undefined })).toEqual({
      a·: ['·', { b: '·' }],
      c: 1,
      d: null,
      e: undefined,
    });
  });

  test('is not changed if it is printable', () => {
    expect(printable('Größe 漢字 €')).toBe('Größe 漢字 €');
    for (const joined of ['می\u200cخواهم', 'क्\u200dष', '👩\u200d🚀', '🏳️\u200d🌈'])
      expect(printable(joined)).toBe(joined);
    expect(withEscapes('Größe 漢字 €\n')).toBe('Größe 漢字 €\n');
  });

  test('has escapes in an error for what nobody sees', () => {
    expect(withEscapes('\u202a+1\u00ad2\ufe0f\u{e0041}\u001b')).toBe('\\u202a+1\\u00ad2\\ufe0f\\udb40\\udc41\\u001b');
  });
});

describe('an error in words', () => {
  const named = (name: string, message = 'x') => Object.assign(new Error(message), { name });
  test.each<[unknown, string]>([
    [named('ExpiredTokenException'), 'AWS does not accept the credentials'],
    [named('AccessDeniedException', 'not authorized to perform: a:b'), 'AWS does not permit it: not'],
    [named('ThrottlingException'), 'AWS limits the rate of requests'],
    [named('ResourceNotFoundException', 'Table: X'), 'AWS does not have what the stack names: Table: X.'],
    [
      Object.assign(new Error(''), { code: 'ECONNREFUSED', address: '127.0.0.1', port: 9 }),
      'No connection to 127.0.0.1:9: nothing listens there.',
    ],
    [
      Object.assign(new Error(''), { code: 'ENOTFOUND', hostname: 'a.example' }),
      'No connection to a.example: the name is unknown.',
    ],
    [named('TimeoutError'), 'There was no answer in time'],
    [named('Odd', 'a\u001bb'), 'Unexpected error: a·b (Odd).'],
    ['text', 'text'],
  ])('%s: %s', (error, words) => {
    expect(describeError(error)).toContain(words);
  });

  test.each([
    [new CliError(''), 1],
    [new UsageError(''), 2],
    [new InterruptedError(''), 130],
  ])('%s ends the tool with %d', (error, exitCode) => {
    expect(error.exitCode).toBe(exitCode);
  });
});
