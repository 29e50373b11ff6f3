import { type Parsed, unreadable } from './parsed.ts';

/** Notations of a body that we read. */
export type BodyFormat = 'json' | 'xml';

const BODY_FORMATS: Readonly<Record<string, BodyFormat>> = {
  'application/json': 'json',
  'application/xml': 'xml',
  'text/xml': 'xml',
};
const UTF_8_NAMES = ['utf-8', 'utf8', 'us-ascii'];
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The notation that a Content-Type header names, JSON without one; undefined for what we do not read. */
export function bodyFormatOf(contentType: string | undefined): BodyFormat | undefined {
  const [mediaType = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (charset !== undefined && !UTF_8_NAMES.includes(charset.slice('charset='.length).replaceAll('"', ''))) {
    return undefined;
  }
  if (mediaType === '') return 'json';
  return Object.hasOwn(BODY_FORMATS, mediaType) ? BODY_FORMATS[mediaType] : undefined;
}

/** Reads a body. Never throws: whatever the bytes are, the answer is a value or issues. */
export async function parseBody(bytes: Uint8Array, format: BodyFormat): Promise<Parsed> {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return unreadable('is not UTF-8');
  }
  if (format === 'json') return parseJson(text);
  // Rare, and costly to load: the vendor's newer webhooks are all JSON
  const { parseXml } = await import('./parse-xml.ts');
  return parseXml(text);
}

function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    return unreadable(position === undefined ? 'is not JSON' : `is not JSON: see character ${Number(position) + 1}`);
  }
}
