import { jsonErrorOffset } from './json-error-offset.ts';
import { type Parsed, unreadable } from './parsed.ts';

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
 * Parses a body. Never throws: the result is a value or issues.
 *
 * @param contentType - its charset is used if the bytes are not UTF-8
 */
export async function parseBody(bytes: Uint8Array, format: BodyFormat, contentType?: string): Promise<Parsed> {
  const utf8Text = decode(bytes, 'utf-8');
  // JSON and XML never contain NUL, but UTF-16 that is decoded as UTF-8 does
  const text = utf8Text?.includes('\0') === false ? utf8Text : (decode(bytes, charsetOf(contentType)) ?? utf8Text);
  if (text === undefined) return unreadable('is not UTF-8');
  if (format === 'json') return parseJson(text);
  // Rare, and slow to load: the vendor's newer webhooks are all JSON
  const { parseXml } = await import('./parse-xml.ts');
  return parseXml(text);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Undefined if the bytes are not text of this charset. */
function decode(bytes: Uint8Array, charset: string | undefined): string | undefined {
  if (charset === undefined) return undefined;
  try {
    return (charset === 'utf-8' ? utf8 : new TextDecoder(charset, { fatal: true })).decode(bytes);
  } catch {
    return undefined;
  }
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1];
}

function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    const before = text.slice(0, jsonErrorOffset(text)).split('\n');
    return unreadable(`is not JSON: see line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`);
  }
}
