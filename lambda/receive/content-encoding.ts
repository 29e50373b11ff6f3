import type { CompressCallback, ZlibOptions } from 'node:zlib';

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
