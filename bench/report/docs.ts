import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceMarked } from './marked-part.ts';

const FOLDER = join(import.meta.dirname, '../../docs');
const DOCUMENT = join(FOLDER, 'performance.md');

/** Replaces the results and the charts in the documentation. */
export async function writeDocs(report: string, charts: Readonly<Record<string, string>>): Promise<void> {
  await writeFile(DOCUMENT, replaceMarked(await readFile(DOCUMENT, 'utf8'), 'results', report));
  for (const [name, svg] of Object.entries(charts)) await writeFile(join(FOLDER, name), svg);
}
