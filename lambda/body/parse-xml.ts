import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type Parsed, unreadable } from './parsed.ts';

const ROOT = 'root';
/** XML has text only; these are the fields that the vendor documents as numbers. */
const NUMBERS = [
  ['payload', 'smsCount'],
  ['payload', 'status', 'errorCode'],
  ['payload', 'price', 'total'],
  ['payload', 'price', 'perSms'],
];
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  // Character references such as &#233;; a document cannot define entities of its own, see below
  htmlEntities: true,
});

/** Reads a webhook in XML: the content of its `<root>`, numbers where the vendor documents numbers. */
export function parseXml(text: string): Parsed {
  if (/<!DOCTYPE/i.test(text)) return unreadable('has a document type declaration, which is not accepted');
  let document: Record<string, unknown>;
  try {
    const validity = XMLValidator.validate(text);
    if (validity !== true) {
      return unreadable(`is not well-formed XML: see line ${validity.err.line}, column ${validity.err.col}`);
    }
    document = parser.parse(text) as Record<string, unknown>;
  } catch {
    // The parser refuses endless nesting and names such as __proto__ by throwing, in words made for programmers
    return unreadable('is XML with nesting or names that are not accepted');
  }
  const names = Object.keys(document);
  if (names.length !== 1 || names[0] !== ROOT) return unreadable(`must have <${ROOT}> as its one outermost element`);
  const value = document[ROOT];
  for (const path of NUMBERS) readNumber(value, path);
  return { value };
}

function readNumber(value: unknown, [name = '', ...rest]: readonly string[]): void {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return;
  const fields = value as Record<string, unknown>;
  const field = fields[name];
  if (rest.length > 0) readNumber(field, rest);
  else if (typeof field === 'string' && NUMBER.test(field)) fields[name] = Number(field);
}
