import { type Parsed, unreadable } from '../receipt/validation-issue.ts';

/** Supported formats of a body. */
export type BodyFormat = 'json' | 'xml';

const JSON_TYPE = /^(application|text)\/json$|\+json$/;
const XML_TYPE = /^(application|text)\/xml$|\+xml$/;

/**
 * The format that a Content-Type header names; JSON without a header, undefined for an unsupported type. Of repeated
 * values the first counts. The charset does not matter, because API Gateway passes text in UTF-8.
 */
export function bodyFormatOf(contentType: string | undefined): BodyFormat | undefined {
  const [first = ''] = (contentType ?? '').split(',').filter((value) => value.trim() !== '');
  const mediaType = first.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType === '' || JSON_TYPE.test(mediaType)) return 'json';
  return XML_TYPE.test(mediaType) ? 'xml' : undefined;
}

/**
 * Parses a body in the format that it begins with, or else in the given one. Never throws: the result is a value or issues.
 *
 * @param format - as the label says
 */
export async function parseBody(bytes: Uint8Array, format: BodyFormat): Promise<Parsed> {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return unreadable('is not UTF-8');
  }
  const first = /\S/.exec(text)?.[0];
  if (first === '{' || (first !== '<' && format === 'json')) return parseJson(text);
  // Rare, and slow to load: the vendor's newer webhooks are all JSON
  const { parseXml } = await import('./parse-xml.ts');
  return parseXml(text);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const offset = errorOffset(text, (error as Error).message);
    if (offset === undefined) return unreadable('is not JSON');
    const before = text.slice(0, offset).split('\n');
    return unreadable(`is not JSON: see line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`);
  }
}

/** The place in a message of V8, which quotes the text instead of naming the place of some faults. */
function errorOffset(text: string, message: string): number | undefined {
  if (message === 'Unexpected end of JSON input') return text.length;
  const position = / (?:in|after) JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1];
  return position === undefined ? undefined : Number(position);
}
