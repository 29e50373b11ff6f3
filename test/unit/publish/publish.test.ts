import { NumberValueImpl } from '@aws-sdk/util-dynamodb';
import { expect, test } from '@jest/globals';
import type { ReceiverEvent } from '../../../contract/events.ts';
import { createPublishHandler, type PublishLog } from '../../../lambda/publish/publish.ts';
import { MAX_AGE_MS } from '../../../lambda/stream/change.ts';
import { INBOUND_SMS_JSON } from '../../fixtures/samples.ts';
import { CHANGED_AT, type ChangeSketch, streamEvent } from '../../support/stream-event.ts';

type Refuse = (event: ReceiverEvent, attempt: number) => string | undefined;

interface Faults {
  readonly refuse?: Refuse;
  readonly holdsDeadLetters?: boolean;
  readonly ageMs?: number;
}

/** The handler with a bus and a dead-letter queue in memory. test/integration has them at the wire. */
function publisher({ refuse = () => undefined, holdsDeadLetters = true, ageMs = 500 }: Faults = {}) {
  const published: string[] = [];
  const requests: string[][] = [];
  const deadLetters: ReceiverEvent[] = [];
  const lines: PublishLog[] = [];
  const attempts = new Map<string, number>();
  const handler = createPublishHandler({
    put: async (events) => {
      requests.push(events.map(({ detail }) => detail.id));
      return events.map((event) => {
        const attempt = (attempts.get(event.detail.id) ?? 0) + 1;
        attempts.set(event.detail.id, attempt);
        const code = refuse(event, attempt);
        if (code === undefined) published.push(event.detail.id);
        return code;
      });
    },
    deadLetter: async (event) => {
      if (!holdsDeadLetters) throw new Error('The queue is out of service.');
      deadLetters.push(event);
    },
    fields: [],
    now: () => new Date(CHANGED_AT.getTime() + ageMs),
    log: (line) => lines.push(line),
  });
  return {
    published,
    requests,
    deadLetters,
    lines,
    publish: (...changes: ChangeSketch[]) => handler(streamEvent(changes)),
  };
}

/** A new status of a message. */
const change = (umid: string, version: number, state = `state-${version}`): ChangeSketch => ({
  ...(version > 1 && { before: itemOf(umid, version - 1) }),
  after: { ...itemOf(umid, version), state },
});
const itemOf = (umid: string, version: number) => ({
  umid,
  version,
  state: `state-${version}`,
  terminal: false,
  statusTimestamp: '2026-01-01T00:00:00Z',
  lastReceivedAt: '2026-01-01T00:00:01.000Z',
  history: [],
});
/** An item that another writer wrote. */
const foreign = (change: object): ChangeSketch => ({ after: { ...itemOf('a', 1), ...change } });
/** Refuses one event. */
const refusing =
  (id: string, errorCode: string): Refuse =>
  ({ detail }) =>
    detail.id === id ? errorCode : undefined;

test('changes of many messages are sent in requests of ten, and those of one message one after another', async () => {
  const { publish, published, requests } = publisher();
  const messages = Array.from({ length: 12 }, (_, index) => `m${index}`);
  const changes = messages.flatMap((umid) => [change(umid, 1), change(umid, 2)]);
  expect(await publish(...changes)).toEqual({ batchItemFailures: [] });
  expect(requests.map(({ length }) => length)).toEqual([10, 2, 10, 2]);
  expect(published).toHaveLength(24);
  for (const umid of messages) {
    expect(published.filter((id) => id.startsWith(`${umid}:`))).toEqual([`${umid}:1`, `${umid}:2`]);
  }
});

test.each([
  ['a history that is not a list', { history: { a: 1 } }, ['a:1', 'b:1']],
  ['a history without entries', { history: [null] }, ['a:1', 'b:1']],
  ['a destination that is not text', { destination: 12025550293 }, ['a:1', 'b:1']],
  ['an invalid receive time', { lastReceivedAt: 'yesterday' }, ['b:1']],
])('an item of another writer with %s holds back no other change', async (_, odd, ids) => {
  const { publish, published } = publisher();
  expect(await publish(foreign(odd), change('b', 1))).toEqual({ batchItemFailures: [] });
  expect(published).toEqual(ids);
});

test('large events are sent in more requests', async () => {
  const { publish, requests } = publisher();
  const large = (umid: string) => ({ after: { ...itemOf(umid, 1), batchId: 'x'.repeat(100_000) } });
  await publish(large('a'), large('b'), large('c'));
  expect(requests).toEqual([['a:1', 'b:1'], ['c:1']]);
});

test('a failed entry is tried again, and holds back later entries of its message', async () => {
  const { publish, published, lines } = publisher({
    refuse: ({ detail }, attempt) => (detail.id === 'a:1' && attempt < 3 ? 'ThrottlingException' : undefined),
  });
  const older = { ...change('b', 1), at: new Date(CHANGED_AT.getTime() - 1_000) };
  expect(await publish(change('a', 1), older, change('a', 2))).toEqual({ batchItemFailures: [] });
  expect(published).toEqual(['b:1', 'a:1', 'a:2']);
  expect(lines).toEqual([{ outcome: 'published', events: 3, published: 3, ageMs: 1_500 }]);
});

test('an entry that keeps failing stays in the stream with later entries of its message only', async () => {
  const { publish, published, lines } = publisher({
    refuse: refusing('a:1', 'InternalFailure'),
  });
  expect(await publish(change('b', 1), change('a', 1), change('a', 2), change('c', 1))).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }, { itemIdentifier: '3' }],
  });
  expect(published).toEqual(['b:1', 'c:1']);
  expect(lines).toEqual([
    { outcome: 'failed', events: 4, published: 2, ageMs: 500, left: 2, errors: ['InternalFailure'] },
  ]);
});

test('a batch of which nothing can be published fails as a whole', async () => {
  const { publish, deadLetters, requests } = publisher({ refuse: () => 'InternalFailure' });
  await expect(publish(change('a', 1), change('a', 2))).rejects.toThrow(
    'None of 2 events could be published: HeldBack, InternalFailure.',
  );
  expect(requests).toEqual([['a:1'], ['a:1'], ['a:1']]);
  expect(deadLetters).toEqual([]);
});

test('after 12 hours an event goes to the dead-letter queue, and holds nothing back', async () => {
  const { publish, published, deadLetters, lines } = publisher({
    refuse: refusing('a:1', 'InternalFailure'),
    ageMs: MAX_AGE_MS,
  });
  expect(await publish(change('a', 1), change('a', 2))).toEqual({ batchItemFailures: [] });
  expect(deadLetters).toMatchObject([{ source: 'sms-receipts', detail: { id: 'a:1', state: 'state-1' } }]);
  expect(published).toEqual(['a:2']);
  expect(lines).toMatchObject([
    { outcome: 'failed', published: 1, deadLettered: ['a:1'], errors: ['InternalFailure'] },
  ]);
});

test('an event that EventBridge refuses for its content goes to the dead-letter queue at once', async () => {
  const { publish, requests, deadLetters } = publisher({
    refuse: refusing('a:1', 'MalformedDetail'),
  });
  expect(await publish(change('a', 1), change('a', 2))).toEqual({ batchItemFailures: [] });
  expect(requests).toEqual([['a:1'], ['a:2']]);
  expect(deadLetters).toMatchObject([{ detail: { id: 'a:1' } }]);
});

test('an event that neither the bus nor the queue takes stays in the stream', async () => {
  const { publish } = publisher({
    refuse: refusing('a:1', 'InternalFailure'),
    holdsDeadLetters: false,
    ageMs: MAX_AGE_MS,
  });
  expect(await publish(change('b', 1), change('a', 1))).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
});

test('a batch that publishes nothing logs nothing', async () => {
  const { publish, requests, lines } = publisher();
  const item = itemOf('a', 1);
  const webhookWithoutBody = setAside({});
  const invalidBody = setAside({ reason: 'invalid', body: '{' });
  expect(
    await publish({ before: item, after: { ...item, version: 2 } }, { before: item }, webhookWithoutBody, invalidBody),
  ).toEqual({ batchItemFailures: [] });
  expect([requests, lines]).toEqual([[], []]);
});

test('a number that the SDK cannot read by default does not stop the stream', async () => {
  const { publish, published } = publisher();
  const after = { ...itemOf('a', 1), extra: { country: NumberValueImpl.from('1E+30') } };
  expect(await publish({ after })).toEqual({ batchItemFailures: [] });
  expect(published).toEqual(['a:1']);
});

const setAside = (fields: object) => ({
  after: { id: 'body-1', reason: 'other_webhook', firstReceivedAt: '2026-01-01T00:00:00.000Z', ...fields },
});

test.each<[string, object, unknown]>([
  ['JSON', { body: INBOUND_SMS_JSON, contentType: 'application/json' }, JSON.parse(INBOUND_SMS_JSON)],
  ['JSON without a content type', { body: '{"a":[1]}', contentType: null }, { a: [1] }],
  ['XML', { body: '<root><namespace>SMS</namespace></root>', contentType: 'text/xml' }, { namespace: 'SMS' }],
  ['a body that cannot be parsed', { body: '<root', contentType: 'text/xml' }, '<root'],
])('another webhook is published with its body as JSON if possible: %s', async (_, fields, body) => {
  // The dead-letter queue shows the whole event
  const { publish, deadLetters } = publisher({ refuse: () => 'MalformedDetail' });
  await publish(setAside(fields));
  expect(deadLetters).toMatchObject([{ 'detail-type': '8x8 Webhook', detail: { version: 1, id: 'body-1', body } }]);
});
