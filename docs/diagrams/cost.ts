import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { costTables } from '../../cost/cost-page.ts';

const PAGE = join(import.meta.dirname, '../cost.md');

// A test compares the page with the model
const page = await readFile(PAGE, 'utf8');
await writeFile(
  PAGE,
  page.replace(
    /(<!-- bills: begin -->).*(<!-- bills: end -->)/s,
    (_, begin, end) => `${begin}\n\n${costTables()}\n\n${end}`,
  ),
);
