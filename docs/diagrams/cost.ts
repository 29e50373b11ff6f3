import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { costChart, costTables } from '../../cost/cost-page.ts';

const DOCS = join(import.meta.dirname, '..');
const PAGE = join(DOCS, 'cost.md');

// A test compares both files with the model
const page = await readFile(PAGE, 'utf8');
await writeFile(
  PAGE,
  page.replace(
    /(<!-- bills: begin -->).*(<!-- bills: end -->)/s,
    (_, begin, end) => `${begin}\n\n${costTables()}\n\n${end}`,
  ),
);
await writeFile(join(DOCS, 'cost.svg'), costChart());
