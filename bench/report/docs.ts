import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../docs');
const DOCUMENT = join(FOLDER, 'performance.md');
const BEGIN = '<!-- results: written by `npm run bench -- --write-docs` -->';
const END = '<!-- end of the results -->';

/** Replaces the results and the charts in the documentation. */
export async function writeDocs(report: string, charts: Readonly<Record<string, string>>): Promise<void> {
  await writeFile(DOCUMENT, withResults(await readFile(DOCUMENT, 'utf8'), report));
  for (const [name, svg] of Object.entries(charts)) await writeFile(join(FOLDER, name), svg);
}

/**
 * The document with another report between its two marks.
 *
 * @throws Error where a mark is missing
 */
export function withResults(document: string, report: string): string {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`The document needs the lines ${BEGIN} and ${END}.`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${report.trim()}\n\n${document.slice(end)}`;
}
