import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { markedText, replaceMarked } from '../report/marked-part.ts';

describe('a marked part of a document', () => {
  const document = 'before\n<!-- capacity: begin -->\nold\n<!-- capacity: end -->\nafter\n';

  test('is replaced, and nothing else changes', () => {
    const replaced = replaceMarked(document, 'capacity', 'new\n');
    expect(replaced).toBe('before\n<!-- capacity: begin -->\n\nnew\n\n<!-- capacity: end -->\nafter\n');
    expect(markedText(replaced, 'capacity')).toBe('new');
  });

  test('without its markers is an error that names the first one', () => {
    expect(() => replaceMarked(document, 'results', 'new')).toThrow('<!-- results: begin -->');
  });

  test.each([
    ['performance.md', 'results'],
    ['design.md', 'capacity'],
  ] as const)('in docs/%s is %s', (file, part) => {
    expect(markedText(readFileSync(join(import.meta.dirname, '../../docs', file), 'utf8'), part)).not.toBe('');
  });
});
