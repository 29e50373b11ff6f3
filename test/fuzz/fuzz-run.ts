import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { IDENTITY_FIELDS } from '../../contract/receipt-item.ts';
import { RECEIPT_JSON, RECEIPT_V7_JSON, RECEIPT_XML, SAMPLE_UMID, sampleReceipt } from '../fixtures/samples.ts';
import { anyCharacter } from '../support/any-character.ts';
import { postReceipts, TOKEN, withoutHeader } from '../support/events.ts';

interface Answer {
  readonly statusCode: number;
  readonly body?: string | undefined;
}

export interface FuzzSettings {
  readonly handler: (event: APIGatewayProxyEventV2) => Promise<Answer>;
  readonly seed: number;
  readonly requests: number;
  /** Called after each chunk of requests, with the number so far. */
  readonly onProgress?: (requests: number) => void;
}

export interface FuzzFigures {
  readonly seed: number;
  readonly requests: number;
  /** Answers by status code. */
  readonly answers: Readonly<Record<number, number>>;
  /** Requests that were posted again, because the first answer was a failure. */
  readonly stalls: number;
  /** Requests that were answered 5xx, or `queued`, or not at all, also when posted again. */
  readonly failures: readonly { readonly event: APIGatewayProxyEventV2; readonly answer: unknown }[];
}

const CONCURRENCY = 8;
const CHUNK = 400;

/** Texts on which parsers and stores tend to fail. */
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

/** Numbers at the limits of JavaScript and of DynamoDB, and numbers as text. */
const NUMBERS = [2 ** 53, 1e20, -1e21, 9.9e125, 1e126, 1e-130, 5e-324, -0, '15', '0.0375', '-1e20', '1e999', '00'];

/** A sample with a new umid, and with a few parts cut out or replaced. */
const mutated = (sample: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.uuid(),
      fc.array(
        fc.tuple(
          fc.nat(sample.length),
          fc.nat(30),
          fc.oneof(fc.string(), fc.constantFrom(...NASTY, ...NUMBERS.map(String))),
        ),
        { minLength: 1, maxLength: 5 },
      ),
    )
    .map(([umid, cuts]) =>
      cuts.reduce(
        (whole, [at, length, put]) => whole.slice(0, at) + put + whole.slice(at + length),
        sample.replace(SAMPLE_UMID, umid),
      ),
    );

/** Names that DynamoDB refuses, or that are long. */
const name = fc.oneof(
  fc.constantFrom(...NASTY, 'outboundContent', 'version', 'x'.repeat(255), 'é'.repeat(200), 'n'.repeat(20_000)),
  fc.string({ unit: anyCharacter }),
);

/** Values that nest deep, are large, or have odd names. */
const largeValue = fc.oneof(
  fc.integer({ min: 15, max: 1_500 }).map((depth) => nested(depth)),
  fc.integer({ min: 1000, max: 50_000 }).map((length) => 'é'.repeat(length / 2)),
  fc
    .integer({ min: 10, max: 5_000 })
    .map((count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [at, at]))),
  fc.dictionary(name, fc.oneof(fc.constantFrom(...NUMBERS), fc.dictionary(name, fc.string(), { maxKeys: 3 })), {
    maxKeys: 5,
  }),
);

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

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
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 5 }),
  fc.constantFrom<unknown>(...NASTY, ...NUMBERS),
  fc.double(),
  largeValue,
);

/** The sample with arbitrary values in arbitrary places. It is rarely still a valid receipt. */
const changedReceipt = fc
  .record({
    umid: fc.uuid(),
    payload: fc.dictionary(fc.constantFrom(...places), anyValue, { maxKeys: 3 }),
    status: fc.dictionary(
      fc.oneof(fc.constantFrom('state', 'detail', 'timestamp', 'errorCode', 'errorMessage'), fc.string()),
      anyValue,
      { maxKeys: 2 },
    ),
  })
  .map(({ umid, payload, status }) =>
    sampleReceipt((body) => {
      Object.assign(body.payload.status, status);
      body.payload = { ...body.payload, umid, ...payload };
    }),
  );

/** The sample with odd unknown fields and numbers. It is mostly still a valid receipt. */
const receiptWithMore = fc
  .record({
    umid: fc.uuid(),
    price: fc.dictionary(fc.constantFrom('total', 'perSms', 'more'), fc.constantFrom(...NUMBERS), { maxKeys: 2 }),
    more: fc.dictionary(name, anyValue, { maxKeys: 5 }),
    envelope: fc.dictionary(name, anyValue, { maxKeys: 1 }),
  })
  .map(({ umid, price, more, envelope }) =>
    sampleReceipt((body) => {
      Object.assign(body, { ...envelope, ...body });
      Object.assign(body.payload.price, price);
      body.payload = { ...more, ...body.payload, umid };
    }),
  );

const FIELDS_FOR_SHOW = [...IDENTITY_FIELDS, 'price', 'smsCount'];

/** Receipts whose optional fields have any values. */
const oddReceipt = fc
  .record({
    // Thousands of statuses of one message would exceed the size of an item
    umid: fc.uuid(),
    ofPayload: fc.dictionary(fc.constantFrom(...FIELDS_FOR_SHOW), anyValue),
    ofStatus: fc.dictionary(fc.constantFrom('detail', 'errorCode', 'errorMessage'), anyValue),
    ofPrice: fc.dictionary(fc.constantFrom('total', 'perSms', 'currency'), anyValue),
  })
  .map(({ umid, ofPayload, ofStatus, ofPrice }) =>
    sampleReceipt(({ payload }) => {
      Object.assign(payload.status, ofStatus);
      Object.assign(payload.price, ofPrice);
      Object.assign(payload, ofPayload, { umid });
    }),
  );

/** Other webhooks, with and without an envelope. */
const otherWebhook = fc.dictionary(
  fc.constantFrom('namespace', 'eventType', 'payload', 'umid', 'status', 'answers'),
  anyValue,
);

const inJson = (value: unknown) => ({ bytes: Buffer.from(JSON.stringify(value)), contentType: 'application/json' });

const body: fc.Arbitrary<{ bytes: Buffer; contentType: string }> = fc.oneof(
  { weight: 3, arbitrary: receiptWithMore.map(inJson) },
  { weight: 2, arbitrary: changedReceipt.map(inJson) },
  { weight: 2, arbitrary: oddReceipt.map(inJson) },
  { weight: 1, arbitrary: otherWebhook.map(inJson) },
  {
    weight: 2,
    arbitrary: fc
      .oneof(mutated(RECEIPT_JSON), mutated(RECEIPT_V7_JSON))
      .map((text) => ({ bytes: Buffer.from(text), contentType: 'application/json' })),
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
    // Long pointers
    arbitrary: fc
      .tuple(name, fc.integer({ min: 1, max: 60 }), largeValue)
      .map(([long, count, value]) => Array(count).fill({ [long]: { [long]: JSON.parse('{"__proto__":1}'), value } }))
      .map((list) => inJson({ list })),
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

const CONTENT_TYPES = [
  'application/json, application/json',
  'application/json; charset=utf-16le',
  'text/json; charset=iso-8859-1',
  'application/vnd.8x8+json',
  'application/soap+xml; charset=no-such-charset',
  'text/plain',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'x'.repeat(8_000),
];

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
  {
    weight: 2,
    arbitrary: fc.constantFrom(...CONTENT_TYPES).map((contentType) => ({ 'content-type': contentType })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('gzip', 'br', 'deflate', 'identity', 'zstd', 'gzip, br', ...NASTY)
      .map((encoding) => ({ 'content-encoding': encoding })),
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
  const post = (event: APIGatewayProxyEventV2): Promise<Answer> =>
    handler(event).catch((error: unknown) => ({ statusCode: 0, body: String(error) }));
  let stalls = 0;
  const failures: { event: APIGatewayProxyEventV2; answer: unknown }[] = [];
  for (let done = 0; done < requests; done += CHUNK) {
    const events = fc.sample(request, { seed: seed + done, numRuns: Math.min(CHUNK, requests - done) }).values();
    await Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        for (const event of events) {
          let answer = await post(event);
          // The machine may have stalled; a body that cannot be kept fails again
          if (isFailure(answer)) {
            stalls += 1;
            answer = await post(event);
          }
          answers[answer.statusCode] = (answers[answer.statusCode] ?? 0) + 1;
          if (isFailure(answer)) failures.push({ event, answer });
        }
      }),
    );
    onProgress?.(Math.min(done + CHUNK, requests));
  }
  return { seed, requests, answers, stalls, failures };
}

function isFailure({ statusCode, body }: Answer): boolean {
  return statusCode < 200 || statusCode >= 500 || (body?.includes('"queued"') ?? false);
}
