import { describe, expect, it } from '@jest/globals';
import { ERROR_REASONS } from '../../../eight-by-eight/error-reasons.ts';
import { errorAdviceOf } from '../../../lookup/error-advice.ts';

const ADVICE = Object.keys(ERROR_REASONS).map((code) => [Number(code), errorAdviceOf(Number(code))] as const);

describe('the advice about errors', () => {
  it.each(ADVICE)('code %d continues "Not delivered: …", and the rest is in whole sentences', (_, advice) => {
    expect(advice?.meaning).toMatch(/^(?!the the)[a-z8][^.]*[^.]$/);
    for (const text of [advice?.tell, advice?.action]) expect(text).toMatch(/^[A-Z8].*\.$/s);
  });

  it('gives no two codes the same meaning', () => {
    const meanings = ADVICE.map(([, advice]) => advice?.meaning);
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  it.each([
    [46, { meaning: 'the phone could not be reached', permanent: false, party: 'recipient' }],
    [15, { permanent: true, party: 'recipient' }],
    [42, { permanent: true, party: 'sender' }],
    [50, { permanent: false, party: 'sender' }],
    [99, { permanent: true, party: 'vendor' }],
  ])('code %d is %o', (code, expected) => {
    expect(errorAdviceOf(code)).toMatchObject(expected);
  });

  it.each([undefined, 0, 6, 62, 1.5, -1, Number.NaN])('there is none for %p', (code) => {
    expect(errorAdviceOf(code)).toBeUndefined();
  });
});
