import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { markedText, replaceMarked } from '../../bench/capacity/report/docs.ts';
import { markdownOf } from '../../bench/capacity/report/markdown.ts';
import { LOADS, runScenarios } from '../../bench/capacity/scenarios.ts';

const DESIGN = readFileSync(join(import.meta.dirname, '../../docs/design.md'), 'utf8');

describe('the capacity tables in docs/design.md', () => {
  // The others take the simulation longer; `npm run capacity -- --write-docs` writes them all
  test('have the rows that the simulation gives for the bursts of a batch', () => {
    const lines = markdownOf(runScenarios(LOADS.slice(0, 2))).split('\n');
    const documented = markedText(DESIGN, 'capacity').split('\n');
    expect(documented).toEqual(expect.arrayContaining(lines));
  });
});

describe('a marked part of a document', () => {
  const document = 'before\n<!-- capacity: begin -->\nold\n<!-- capacity: end -->\nafter\n';

  test('is replaced, and nothing around it', () => {
    const replaced = replaceMarked(document, 'capacity', 'new\n');
    expect(replaced).toBe('before\n<!-- capacity: begin -->\n\nnew\n\n<!-- capacity: end -->\nafter\n');
    expect(markedText(replaced, 'capacity')).toBe('new');
  });

  test('that is missing is an error that names its markers', () => {
    expect(() => replaceMarked(document, 'capacity-check', 'new')).toThrow('<!-- capacity-check: begin -->');
  });
});
