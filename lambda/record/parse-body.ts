import type { CompressCallback, ZlibOptions } from 'node:zlib';
import { type Parsed, unreadable } from '../receipt/validation-issue.ts';

/** The decoded bytes, or why there are none. */
export type Decoded =
  | { readonly bytes: Uint8Array; readonly failure?: never }
  | { readonly bytes?: never; readonly failure: 'unsupported' | 'corrupt' | 'too-large' };

type Decoder = (bytes: Uint8Array, options: ZlibOptions, callback: CompressCallback) => void;

/** Functions of `node:zlib` by the name of the encoding (RFC 9110, section 8.4.1), in the order in which they are tried. */
const DECODERS = {
  gzip: ['gunzip'],
  'x-gzip': ['gunzip'],
  // Some senders leave out the header of zlib
  deflate: ['inflate', 'inflateRaw'],
  br: ['brotliDecompress'],
} as const;

/** A header has room for thousands, whose steps would take longer than an answer may. */
const MAX_ENCODINGS = 5;

/**
 * Decodes a body.
 *
 * @param header - `Content-Encoding`: names in the order in which they were applied; `identity` and none change nothing
 * @param maxBytes - of the body as it came, and of the result of each step
 */
export async function decodeContent(bytes: Uint8Array, header: string | undefined, maxBytes: number): Promise<Decoded> {
  const names = (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  if (bytes.length > maxBytes) return { failure: 'too-large' };
  if (names.length > MAX_ENCODINGS) return { failure: 'unsupported' };
  let decoded = bytes;
  for (const name of names.toReversed()) {
    if (!isSupported(name)) return { failure: 'unsupported' };
    const step = await decode(decoded, name, maxBytes);
    if (step.bytes === undefined) return step;
    decoded = step.bytes;
  }
  return { bytes: decoded };
}

function isSupported(name: string): name is keyof typeof DECODERS {
  return Object.hasOwn(DECODERS, name);
}

async function decode(bytes: Uint8Array, name: keyof typeof DECODERS, maxOutputLength: number): Promise<Decoded> {
  // Rare, so that cold starts do not pay for it
  const zlib = await import('node:zlib');
  for (const decoder of DECODERS[name]) {
    const decodeWith = zlib[decoder] as Decoder;
    const { error, result } = await new Promise<{ error: NodeJS.ErrnoException | null; result: Uint8Array }>(
      (resolve) => decodeWith(bytes, { maxOutputLength }, (error, result) => resolve({ error, result })),
    );
    if (error === null) return { bytes: result };
    if (error.code === 'ERR_BUFFER_TOO_LARGE') return { failure: 'too-large' };
  }
  return { failure: 'corrupt' };
}

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
