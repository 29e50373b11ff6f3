import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { decodeContent } from '../../../lambda/record/parse-body.ts';
import { RECEIPT_JSON } from '../../fixtures/samples.ts';
import { receiver } from '../../support/receive-in-memory.ts';

const LIMIT = 64 * 1024;
const TEXT = Buffer.from('{"a":"é"}');

describe('content encoding', () => {
  test.each<[header: string | undefined, bytes: Uint8Array]>([
    [undefined, TEXT],
    ['', TEXT],
    ['identity', TEXT],
    ['gzip', gzipSync(TEXT)],
    [' GZip ', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['identity, gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['deflate, gzip', gzipSync(deflateSync(TEXT))],
    ['identity, gzip, gzip, gzip, gzip, gzip', [1, 2, 3, 4, 5].reduce((bytes) => gzipSync(bytes), TEXT)],
  ])('%j is decoded', async (header, bytes) => {
    expect(Buffer.from((await decodeContent(bytes, header, LIMIT)).bytes ?? [])).toEqual(TEXT);
  });

  test.each<[name: string, header: string, bytes: Uint8Array, failure: string]>([
    ['an encoding that is not supported', 'zstd', TEXT, 'unsupported'],
    ['one beneath a supported one', 'compress, gzip', gzipSync(TEXT), 'unsupported'],
    ['a name that every object has', 'constructor', TEXT, 'unsupported'],
    ['more encodings than anybody needs', 'identity, br, br, br, br, br, br', TEXT, 'unsupported'],
    ['text that is not gzip', 'gzip', TEXT, 'corrupt'],
    ['a cut stream', 'gzip', gzipSync(TEXT).subarray(0, 20), 'corrupt'],
    ['nothing', 'br', Buffer.of(), 'corrupt'],
    ['more than the limit', 'gzip', gzipSync('x'.repeat(LIMIT + 1)), 'too-large'],
    ['a bomb', 'br', brotliCompressSync('x'.repeat(10_000_000)), 'too-large'],
    ['more than the limit in an encoding that is not supported', 'zstd', Buffer.alloc(LIMIT + 1), 'too-large'],
    ['more than the limit, not encoded', 'identity', Buffer.alloc(LIMIT + 1), 'too-large'],
  ])('%s has no result', async (_, header, bytes, failure) => {
    expect(await decodeContent(bytes, header, LIMIT)).toEqual({ failure });
  });

  test('exactly the limit is accepted', async () => {
    expect((await decodeContent(gzipSync('x'.repeat(LIMIT)), 'gzip', LIMIT)).bytes).toHaveLength(LIMIT);
  });
});

describe('a post with an encoding', () => {
  const post = (to: ReturnType<typeof receiver>, encoding: string, bytes: Buffer) =>
    to.post({ body: bytes.toString('base64'), isBase64Encoded: true, headers: { 'content-encoding': encoding } });

  test('is recorded', async () => {
    const to = receiver();
    expect(await post(to, 'gzip', gzipSync(RECEIPT_JSON))).toMatchObject({ statusCode: 200 });
    expect(to.messages.size).toBe(1);
  });

  test('that cannot be decoded is a 400, and kept as it came', async () => {
    const to = receiver();
    const bytes = gzipSync(RECEIPT_JSON).subarray(0, 40);
    const { statusCode, body } = await post(to, 'gzip', bytes);
    expect([statusCode, JSON.parse(body ?? '').errors]).toEqual([
      400,
      [{ pointer: '', detail: 'is not what its header Content-Encoding says' }],
    ]);
    expect([...to.bodies.values()]).toMatchObject([{ reason: 'invalid', body: bytes }]);
  });

  test('that is not supported is a 415 that names the header, and kept as it came', async () => {
    const to = receiver();
    const { statusCode, body } = await post(to, 'zstd', Buffer.from(RECEIPT_JSON));
    expect([statusCode, body]).toEqual([415, expect.stringContaining('Content-Encoding')]);
    expect([...to.bodies.values()]).toMatchObject([
      { reason: 'unsupported_content_type', body: Buffer.from(RECEIPT_JSON) },
    ]);
  });
});
