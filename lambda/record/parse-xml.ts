import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ValidationIssue } from '../../contract/set-aside-item.ts';
import { type Parsed, pointerTo, unreadable } from '../receipt/validation-issue.ts';

const ROOT = 'root';
const MAX_SHOWN_NAME = 50;
/** These may contain markup as text. An unclosed one matches to the end of the text, so that the search stays linear. */
const COMMENTS_AND_CDATA = /<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<\?.*?(?:\?>|$)/gs;

/** Before every name, because the parser refuses names such as `constructor`. No name of XML begins with it. */
const PREFIX = '.';
const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

const parser = new XMLParser({
  // A list of nodes. Objects would lose one of an attribute and an element with the same name
  preserveOrder: true,
  transformTagName: (name) => `${PREFIX}${name}`,
  attributeNamePrefix: PREFIX,
  ignoreAttributes: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  cdataPropName: CDATA,
  // Entities are replaced below: the parser drops characters
  processEntities: false,
});

/** An element by its prefixed name, `#text` or `#cdata`; and `:@` with its attributes. */
type Node = { readonly [name: string]: readonly Node[] | string | Readonly<Record<string, string>> };
type Path = readonly (string | number)[];

/** Parses a webhook in XML to the content of its `<root>`. All values are text; attributes are fields as elements are. */
export function parseXml(text: string): Parsed {
  if (/<!DOCTYPE/i.test(text.replace(COMMENTS_AND_CDATA, ''))) {
    return unreadable('has a document type declaration, which is not accepted');
  }
  let nodes: readonly Node[];
  try {
    const validity = XMLValidator.validate(text);
    if (validity !== true) {
      const { line, col } = validity.err as { line: number; col?: number };
      return unreadable(`is not well-formed XML: see line ${line}${col === undefined ? '' : `, column ${col}`}`);
    }
    nodes = (parser.parse(text) as Node[]).filter((node) => !(TEXT in node));
  } catch {
    // The parser refuses deep nesting; its messages are not for callers
    return unreadable('is XML with nesting that is not accepted');
  }
  const [root] = nodes;
  if (root === undefined || nodes.length > 1 || nameOf(root) !== ROOT) {
    const found = nodes.slice(0, 2).map((node) => `<${nameOf(node).slice(0, MAX_SHOWN_NAME).toWellFormed()}>`);
    return unreadable(`must have <${ROOT}> as its one outermost element, not ${found.join(' and ') || 'none'}`);
  }
  const issues: ValidationIssue[] = [];
  const { value, attributes } = contentOf(root, [], issues);
  if (issues.length > 0) return { issues };
  return { value: attributes.length > 0 ? toObject(attributes) : value };
}

type Field = readonly [name: string, value: unknown];

/**
 * The value of an element: text, or an object of its elements and attributes. The attributes of an element with text alone
 * are returned apart, so that they do not change the type of the value.
 */
function contentOf(
  node: Node,
  path: Path,
  issues: ValidationIssue[],
): { value: unknown; attributes: readonly Field[] } {
  const children = (node[keyOf(node)] ?? []) as readonly Node[];
  const attributes = Object.entries((node[ATTRIBUTES] ?? {}) as Readonly<Record<string, string>>)
    .map(([name, value]): Field => [withoutPrefix(name), value])
    // Declarations of namespaces are not data
    .filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    .map(([name, value]): Field => [name, decode(value as string, [...path, name], issues)]);
  const text = children
    .map((child) => {
      if (TEXT in child) return decode(child[TEXT] as string, path, issues);
      return CDATA in child ? (child[CDATA] as readonly Node[]).map((part) => part[TEXT]).join('') : '';
    })
    .join('')
    .trim();
  const elements = children.filter((child) => !(TEXT in child || CDATA in child));
  if (elements.length === 0) return { value: text, attributes };
  const fields = elements.flatMap((element): Field[] => {
    const name = nameOf(element);
    const content = contentOf(element, [...path, name], issues);
    return [[name, content.value], ...content.attributes.map(([at, value]): Field => [`${name}.${at}`, value])];
  });
  const all = [...attributes, ...fields, ...(text === '' ? [] : [[TEXT, text] as const])];
  return { value: toObject(all), attributes: [] };
}

/** Several values of one name become a list. */
function toObject(fields: readonly Field[]): object {
  const values = new Map<string, unknown[]>();
  for (const [name, value] of fields) {
    const all = values.get(name);
    if (all === undefined) values.set(name, [value]);
    else all.push(value);
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
}

function nameOf(node: Node): string {
  return withoutPrefix(keyOf(node));
}

function keyOf(node: Node): string {
  return Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';
}

/** The parser transforms the name of an empty element twice. */
function withoutPrefix(name: string): string {
  return name.replace(/^\.+/, '');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Replaces entities and character references. An undefined entity stays text. */
function decode(text: string, path: Path, issues: ValidationIssue[]): string {
  const decoded = text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (reference, decimal, hexadecimal, name) => {
    if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] as string) : reference;
    const unit = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return isForbidden(unit) ? FORBIDDEN : String.fromCodePoint(unit);
  });
  // Two references may make one character, as some serializers write an emoji. Half of one is no character
  if (decoded.includes(FORBIDDEN) || !decoded.isWellFormed()) {
    issues.push({ pointer: pointerTo(path), detail: 'has a reference to a character that XML does not allow' });
  }
  return decoded;
}

/** Not a character of XML, so that no text has it. */
const FORBIDDEN = '\0';

/** @see https://www.w3.org/TR/xml/#charsets - except for surrogates, of which two may make a character */
function isForbidden(unit: number): boolean {
  return unit > 0x10ffff || unit === 0xfffe || unit === 0xffff || (unit < 0x20 && ![0x9, 0xa, 0xd].includes(unit));
}
