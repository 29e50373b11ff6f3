import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type Parsed, unreadable } from '../receipt/validation-issue.ts';

const ROOT = 'root';
const MAX_SHOWN_NAME = 50;
/** These may contain markup as text. An unclosed one matches to the end of the text, so that the search stays linear. */
const COMMENTS_AND_CDATA = /<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<\?.*?(?:\?>|$)/gs;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  // Character references such as &#233;; documents that define entities are refused below
  htmlEntities: true,
});

/** Parses a webhook in XML to the content of its `<root>`. All values are text. */
export function parseXml(text: string): Parsed {
  if (/<!DOCTYPE/i.test(text.replace(COMMENTS_AND_CDATA, ''))) {
    return unreadable('has a document type declaration, which is not accepted');
  }
  let document: Record<string, unknown>;
  try {
    const validity = XMLValidator.validate(text);
    if (validity !== true) {
      const { line, col } = validity.err as { line: number; col?: number };
      return unreadable(`is not well-formed XML: see line ${line}${col === undefined ? '' : `, column ${col}`}`);
    }
    document = parser.parse(text) as Record<string, unknown>;
  } catch {
    // The parser refuses deep nesting and names such as __proto__; its messages are not for callers
    return unreadable('is XML with nesting or names that are not accepted');
  }
  const names = Object.keys(document);
  if (names.length === 1 && names[0] === ROOT) return { value: document[ROOT] };
  const found = names.map((name) => `<${name.slice(0, MAX_SHOWN_NAME).toWellFormed()}>`).slice(0, 2);
  return unreadable(`must have <${ROOT}> as its one outermost element, not ${found.join(' and ') || 'none'}`);
}
