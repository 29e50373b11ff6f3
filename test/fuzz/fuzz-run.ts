import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { RECEIPT_JSON, RECEIPT_XML, sampleReceipt } from '../fixtures/samples.ts';
import { postReceipts, TOKEN, withoutHeader } from '../support/events.ts';

export interface FuzzSettings {
  readonly handler: (event: APIGatewayProxyEventV2) => Promise<{ readonly statusCode: number }>;
  readonly seed: number;
  readonly requests: number;
  /** Called now and then, with the number of requests so far. */
  readonly onProgress?: (requests: number) => void;
}

export interface FuzzFigures {
  readonly seed: number;
  readonly requests: number;
  /** Answers by status code. */
  readonly answers: Readonly<Record<number, number>>;
  /** Requests that were answered 5xx or not at all. */
  readonly failures: readonly { readonly event: APIGatewayProxyEventV2; readonly answer: unknown }[];
}

const AT_ONCE = 8;
const CHUNK = 400;

/** Texts that parsers and stores stumble over. */
const NASTY = [
  '\0',
  '\uffff',
  '\ud83d',
  '__proto__',
  'constructor',
  '',
  '1e400',
  '-0',
  '&#0;',
  '&lt;',
  ']]>',
  '<!DOCTYPE x>',
  '[[[',
  '{"a":',
  '"',
  '\\u0000',
];

const mutated = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(30), fc.oneof(fc.string(), fc.constantFrom(...NASTY))), {
      minLength: 1,
      maxLength: 5,
    })
    .map((cuts) =>
      cuts.reduce((whole, [at, length, put]) => whole.slice(0, at) + put + whole.slice(at + length), text),
    );

const places = [
  'umid',
  'batchId',
  'clientMessageId',
  'source',
  'destination',
  'status',
  'price',
  'smsCount',
  'more',
  ...NASTY,
];
const anyValue = fc.oneof(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(...NASTY), fc.double());

/** The sample with any value in any place; half of the time it stays a receipt of some other message. */
const changedReceipt = fc
  .record({
    umid: fc.uuid(),
    payload: fc.dictionary(fc.constantFrom(...places), anyValue, { maxKeys: 3 }),
    status: fc.dictionary(
      fc.oneof(fc.constantFrom('state', 'detail', 'timestamp', 'errorCode', 'errorMessage'), fc.string()),
      anyValue,
      { maxKeys: 2 },
    ),
    more: fc.dictionary(fc.string(), anyValue, { maxKeys: 30 }),
  })
  .map(({ umid, payload, status, more }) =>
    JSON.stringify(
      sampleReceipt((body) => {
        Object.assign(body.payload.status, status);
        body.payload = { ...more, ...body.payload, umid, ...payload };
      }),
    ),
  );

const body: fc.Arbitrary<{ bytes: Buffer; contentType: string }> = fc.oneof(
  {
    weight: 3,
    arbitrary: changedReceipt.map((text) => ({ bytes: Buffer.from(text), contentType: 'application/json' })),
  },
  {
    weight: 2,
    arbitrary: mutated(RECEIPT_JSON).map((text) => ({ bytes: Buffer.from(text), contentType: 'application/json' })),
  },
  { weight: 2, arbitrary: mutated(RECEIPT_XML).map((text) => ({ bytes: Buffer.from(text), contentType: 'text/xml' })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.uint8Array({ maxLength: 2000 }), fc.constantFrom('application/json', 'text/xml'))
      .map(([bytes, contentType]) => ({ bytes: Buffer.from(bytes), contentType })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('[', '{"a":', '<a>', '<root>', '&amp;', '"', ' ', '\0', '<!--', '<![CDATA['),
        fc.integer({ min: 1, max: 70_000 }),
        fc.constantFrom('application/json', 'application/xml'),
      )
      .map(([piece, length, contentType]) => ({
        bytes: Buffer.from(piece.repeat(Math.ceil(length / piece.length)).slice(0, length)),
        contentType,
      })),
  },
);

const headers = fc.oneof(
  { weight: 9, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      fc.constantFrom('authorization', 'content-type', 'x-other'),
      fc.oneof(
        fc.string(),
        fc.constantFrom('Bearer', 'Basic !', `Basic ${TOKEN}`, 'application/json;charset', ...NASTY),
      ),
    ),
  },
);

const request: fc.Arbitrary<APIGatewayProxyEventV2> = fc
  .record({ body, headers, base64: fc.boolean(), bare: fc.nat(20) })
  .map(({ body: { bytes, contentType }, headers, base64, bare }) => {
    const event = postReceipts({
      body: bytes.toString(base64 ? 'base64' : 'utf8'),
      isBase64Encoded: base64,
      headers: { 'content-type': contentType, ...headers },
    });
    return bare === 0 ? withoutHeader(event, 'content-type') : event;
  });

/** Sends arbitrary requests through a handler: bytes, mutated samples, odd values in odd places, odd headers. */
export async function fuzzRun({ handler, seed, requests, onProgress }: FuzzSettings): Promise<FuzzFigures> {
  const answers: Record<number, number> = {};
  const failures: { event: APIGatewayProxyEventV2; answer: unknown }[] = [];
  for (let done = 0; done < requests; done += CHUNK) {
    const events = fc.sample(request, { seed: seed + done, numRuns: Math.min(CHUNK, requests - done) }).values();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const event of events) {
          const answer = await handler(event).catch((error: unknown) => ({ statusCode: 0, error }));
          answers[answer.statusCode] = (answers[answer.statusCode] ?? 0) + 1;
          if (answer.statusCode < 200 || answer.statusCode >= 500) failures.push({ event, answer });
        }
      }),
    );
    onProgress?.(Math.min(done + CHUNK, requests));
  }
  return { seed, requests, answers, failures };
}
