import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { inParentheses } from '../../build/plugins/compiled-at-once.ts';

describe('arrow functions are put in parentheses', () => {
  test.each([
    ['const f = (a) => a;', 'const f = ((a) => a);'],
    ['f(async () => 1)', 'f((async () => 1))'],
    ['const f = x => y => x;', 'const f = (x => (y => x));'],
    ['[a=>a,b=>b]', '[(a=>a),(b=>b)]'],
    ['const f = (a = () => 1) => a;', 'const f = ((a = (() => 1)) => a);'],
    ['a?b=>b:c=>c', 'a?(b=>b):(c=>c)'],
    ['class A { b = () => this; c() {} }', 'class A { b = (() => this); c() {} }'],
    ['export default ()=>1', 'export default (()=>1)'],
    ['"é😀";a=>a', '"é😀";(a=>a)'],
  ])('%s', (code, expected) => {
    expect(inParentheses(code)).toBe(expected);
  });

  test('and nothing else is changed', () => {
    const code = 'export const a = 1; function b() { return "=> a"; } // () => 1\n';
    expect(inParentheses(code)).toBe(code);
  });

  test('which changes nothing of what the code does', () => {
    const code = '[1, 2, 3].map((n, at, all) => () => n * all.length).map(f => f()).filter(n => n > 3).join()';
    expect([code, inParentheses(code)].map((text) => runInNewContext(text))).toEqual(['6,9', '6,9']);
  });
});
