import { readFile, writeFile } from 'node:fs/promises';

/** A part of a document that a command writes, between the comments `<!-- name: begin -->` and `<!-- name: end -->`. */
type MarkedPart = 'results' | 'big-tables' | 'capacity' | 'outage-cost';

const beginOf = (part: MarkedPart) => `<!-- ${part}: begin -->`;
const endOf = (part: MarkedPart) => `<!-- ${part}: end -->`;

/**
 * The document with another text between the markers of the part.
 *
 * @throws Error if a marker is missing
 */
export function replaceMarked(document: string, part: MarkedPart, text: string): string {
  const [begin, end] = boundsOf(document, part);
  return `${document.slice(0, begin)}\n\n${text.trim()}\n\n${document.slice(end)}`;
}

/** Replaces the part in a file. */
export async function replaceInDocument(path: string, part: MarkedPart, text: string): Promise<void> {
  await writeFile(path, replaceMarked(await readFile(path, 'utf8'), part, text));
}

/** The text between the markers. */
export function markedText(document: string, part: MarkedPart): string {
  return document.slice(...boundsOf(document, part)).trim();
}

function boundsOf(document: string, part: MarkedPart): [begin: number, end: number] {
  const begin = document.indexOf(beginOf(part));
  const end = document.indexOf(endOf(part));
  if (begin < 0 || end < begin) throw new Error(`The document needs "${beginOf(part)}" and then "${endOf(part)}".`);
  return [begin + beginOf(part).length, end];
}
