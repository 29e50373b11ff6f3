import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { withResults } from '../../bench/report/docs.ts';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/performance.md'), 'utf8');

test('new results replace the old ones in the documentation, and nothing else', () => {
  const [once, twice] = [withResults(DOCUMENT, '## First'), withResults(withResults(DOCUMENT, 'Old'), '## First\n')];
  expect(once).toBe(twice);
  expect(once).toContain('\n\n## First\n\n');
  const [begin] = DOCUMENT.split('<!-- results');
  const [, end] = DOCUMENT.split('<!-- end of the results -->');
  expect(once.startsWith(begin ?? '')).toBe(true);
  expect(once.endsWith(end ?? '')).toBe(true);
});

test('a document without the marks is refused', () => {
  expect(() => withResults('# Performance', '## First')).toThrow('needs the lines');
});
