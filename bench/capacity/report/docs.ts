const BEGIN = '<!-- capacity: begin, written by npm run capacity -- --write-docs -->';
const END = '<!-- capacity: end -->';

/**
 * A document with the part between its two markers replaced.
 *
 * @throws Error where a marker is missing
 */
export function replaceMarked(document: string, text: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The document needs the lines "${BEGIN}" and "${END}".`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${document.slice(end)}`;
}

/** The part between the two markers. */
export function markedPart(document: string): string {
  return document.slice(document.indexOf(BEGIN) + BEGIN.length, document.indexOf(END)).trim();
}
