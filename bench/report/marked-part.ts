import { readFile, writeFile } from 'node:fs/promises';

/** A part of a document that a command writes, between the comments `<!-- name: begin -->` and `<!-- name: end -->`. */
type MarkedPart = 'results' | 'big-tables' | 'capacity' | 'outage-cost' | 'bills';

/**
 * The document with another text between the markers of the part.
 *
 * @throws Error if a marker is missing
 */
export function replaceMarked(document: string, part: MarkedPart, text: string): string {
  const { before, after } = splitAt(document, part);
  return `${before}\n\n${text.trim()}\n\n${after}`;
}

/** Replaces the part in a file. */
export async function replaceInDocument(path: string, part: MarkedPart, text: string): Promise<void> {
  await writeFile(path, replaceMarked(await readFile(path, 'utf8'), part, text));
}

/** The text between the markers. */
export function markedText(document: string, part: MarkedPart): string {
  return splitAt(document, part).text.trim();
}

function splitAt(document: string, part: MarkedPart) {
  const [begin, end] = [`<!-- ${part}: begin -->`, `<!-- ${part}: end -->`];
  const found = new RegExp(`^(.*${begin})(.*)(${end}.*)$`, 's').exec(document);
  if (!found) throw new Error(`The document needs "${begin}" and then "${end}".`);
  const [, before = '', text = '', after = ''] = found;
  return { before, text, after };
}
