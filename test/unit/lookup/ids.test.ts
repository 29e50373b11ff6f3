import { expect, test } from '@jest/globals';
import { canonicalUmid, idForms, umidForms } from '../../../lookup/ids.ts';

const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';

test.each([
  UMID,
  UMID.toUpperCase(),
  UMID.replaceAll('-', ''),
  UMID.replaceAll('-', '\u2011'),
  `{${UMID}}`,
  `{${UMID.toUpperCase().replaceAll('-', '')}}`,
  `"${UMID}",`,
  `'${UMID}'`,
  `\u201c${UMID}\u201d`,
  `\`${UMID}\``,
  ` \t${UMID}\n`,
  `\u200e${UMID.replace('-', '-\u200b')}\ufeff`,
  `urn:uuid:${UMID}`,
  UMID.replace('9', '\uff19'),
])('%j is a umid', (text) => {
  expect(canonicalUmid(text)).toBe(UMID);
});

test.each(['', 'x', UMID.slice(1), `${UMID}0`, UMID.replace('9', 'g')])('%j is no umid', (text) => {
  expect(canonicalUmid(text)).toBeUndefined();
});

test.each([
  ['a', ['a', 'a ', ' a', ' a ']],
  [' A\t', [' A\t', 'A', 'A ', ' A', ' A ']],
  ['\u200ba b', ['\u200ba b', 'a b', 'a b ', ' a b', ' a b ']],
  [' ', []],
  ['x'.repeat(2048), ['x'.repeat(2048)]],
])('%j may be stored as %j', (id, forms) => {
  expect(idForms(id)).toEqual(forms);
});

test('a umid may be stored in upper case and with spaces, an odd one as it is', () => {
  expect(umidForms(`{${UMID}}`)).toEqual(expect.arrayContaining([UMID, UMID.toUpperCase()]));
  expect(umidForms(UMID)).toEqual(expect.arrayContaining([`${UMID} `, ` ${UMID}`]));
  expect(umidForms(' Odd')).toEqual(expect.arrayContaining([' Odd', 'Odd', 'odd']));
});
