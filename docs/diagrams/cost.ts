import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceInDocument } from '../../bench/report/marked-part.ts';
import { costChart, costTables } from '../../cost/cost-page.ts';

const DOCS = join(import.meta.dirname, '..');

// A test compares both files with the model
await replaceInDocument(join(DOCS, 'cost.md'), 'bills', costTables());
await writeFile(join(DOCS, 'cost.svg'), costChart());
