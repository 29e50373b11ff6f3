import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSearchText } from '../../../lookup/search-text.ts';
import { anyCharacter } from '../../support/any-character.ts';

const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';

test.each([
  ['+1 (202) 555-0177', { number: '+12025550177' }],
  // A number of Egypt, but probably one of North America
  ['202 555 0177', { number: '+2025550177', meant: '+12025550177' }],
  ['202 555 0177', { number: '+12025550177' }, 'US'],
  ['07700 900123', { number: '07700900123' }],
  ['07700 900123', { number: '+447700900123' }, 'GB'],
  ['20550', { number: '20550' }],
  [` {${UMID.toUpperCase()}}\u200b`, { text: `{${UMID.toUpperCase()}}`, umid: UMID }],
  ['9E09AC86', { umidStart: '9e09ac86', number: '9E09AC86' }],
  ['9e09ac86…', { umidStart: '9e09ac86', number: '9e09ac86…' }],
  ['9e09ac86-bd74', { umidStart: '9e09ac86-bd74', number: '9e09ac86-bd74' }],
  ['9e09ac8', { number: '9e09ac8' }],
  ['20255501', { umidStart: '20255501', number: '+20255501' }],
  [' order-17\u200e', { text: 'order-17', number: 'order-17\u200e' }],
  [`http://127.0.0.1:8080/messages/${UMID}`, { text: UMID, umid: UMID, page: 'message' }],
  [`https://receipts.example.com/messages?id=${UMID}#top`, { text: UMID, umid: UMID, page: 'message' }],
  ['http://127.0.0.1:8080/batches/my%20batch?state=sent', { text: 'my batch', page: 'batch' }],
  ['https://sms.example.com/found/a..b-C_1?from=2026-11-28', { text: 'a..b-C_1', page: 'found' }],
  ['http://127.0.0.1:8080/?q=%2B12025550177', { text: '+12025550177', number: '+12025550177' }],
  ['http://127.0.0.1:8080/batches/%E0', { text: '%E0', page: 'batch' }],
  ['http://127.0.0.1:8080/', { number: 'http://127.0.0.1:8080/' }],
])('%j means %j', (given, { text = given, number, ...rest }: Record<string, string>, ...[country]: string[]) => {
  const { number: read, ...meaning } = readSearchText(given, country);
  expect({ ...meaning, number: read?.text }).toEqual({ text, number, ...rest });
});

test('every text can be searched for', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 100 }), (given) => {
      const { umid, number, page } = readSearchText(given, 'US');
      expect(umid ?? number ?? page).toBeDefined();
    }),
  );
});
