import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { markdownOf } from '../capacity/report/markdown.ts';
import { LOADS, runScenarios } from '../capacity/scenarios.ts';
import { markedText } from '../report/marked-part.ts';

const DESIGN = readFileSync(join(import.meta.dirname, '../../docs/design.md'), 'utf8');

describe('the capacity tables in docs/design.md', () => {
  // The other loads take too long to simulate here; `npm run capacity -- --write-docs` writes all rows
  test('have the rows that the simulation gives for the bursts of a batch', () => {
    const lines = markdownOf(runScenarios(LOADS.slice(0, 2))).split('\n');
    const documented = markedText(DESIGN, 'capacity').split('\n');
    expect(documented).toEqual(expect.arrayContaining(lines));
  });
});
