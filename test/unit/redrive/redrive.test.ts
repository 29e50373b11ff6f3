import { expect, test } from '@jest/globals';
import { toQueueMessage } from '../../../lambda/record/received-body.ts';
import type { PausedMessage } from '../../../lambda/redrive/pause.ts';
import { createRedriveHandler, type RedriveDependencies } from '../../../lambda/redrive/redrive.ts';
import { NotStorableError, StoreUnavailableError } from '../../../lambda/store/errors.ts';
import { levelOf, type RedriveLog } from '../../../lambda/telemetry/request-log.ts';
import { INBOUND_SMS_JSON, RECEIPT_JSON, RECEIPT_XML, SAMPLE_UMID } from '../../fixtures/samples.ts';
import { memoryStores } from '../../support/memory-stores.ts';
import { sqsEvent } from '../../support/sqs-event.ts';

const POSTED = new Date('2026-01-01T00:00:00.000Z');
const NOW = new Date('2026-01-01T06:00:00.000Z');

function redriver(change: Partial<RedriveDependencies> = {}) {
  const stores = memoryStores();
  const lines: RedriveLog[] = [];
  const pauses: (readonly PausedMessage[])[] = [];
  const handler = createRedriveHandler({
    ...stores,
    now: () => NOW,
    pause: async (messages) => void pauses.push(messages),
    log: (line) => lines.push(line),
    ...change,
  });
  return { ...stores, lines, pauses, redrive: (...bodies: string[]) => handler(sqsEvent(bodies)) };
}

const message = (body: string | Uint8Array, contentType?: string) =>
  toQueueMessage({ bytes: Buffer.from(body as string), contentType, receivedAt: POSTED });

test('receipts are recorded with their original receive times', async () => {
  const { redrive, messages, lines, pauses } = redriver();
  expect(await redrive(message(RECEIPT_JSON, 'application/json'), message(RECEIPT_XML, 'text/xml'))).toEqual({
    batchItemFailures: [],
  });
  expect(messages.get(SAMPLE_UMID)).toMatchObject({
    history: [{ state: 'undelivered', receivedAt: POSTED.toISOString() }],
  });
  const receipt = {
    umid: SAMPLE_UMID,
    state: 'undelivered',
    delivered: 0,
    errorCode: 15,
    subAccountId: 'SubAccount-1',
    lagMs: POSTED.getTime() - Date.parse('2016-01-01T00:00:00Z'),
  };
  expect(lines).toEqual([
    { outcome: 'recorded', messageId: '0', ageSeconds: 21_600, ...receipt },
    { outcome: 'duplicate', messageId: '1', ageSeconds: 21_600, ...receipt },
  ]);
  expect(pauses).toEqual([]);
});

test('a body that is not a valid receipt is set aside, and leaves the queue', async () => {
  const { redrive, bodies, lines } = redriver();
  expect(
    await redrive(
      message('{}'),
      message(INBOUND_SMS_JSON),
      message(Uint8Array.of(0xff)),
      message('state=sent', 'text/plain'),
      'sent by hand',
    ),
  ).toEqual({ batchItemFailures: [] });
  expect([...bodies.values()].map(({ reason, receivedAt }) => `${reason} ${receivedAt.toISOString()}`).sort()).toEqual([
    `invalid ${POSTED.toISOString()}`,
    `invalid ${POSTED.toISOString()}`,
    `invalid ${NOW.toISOString()}`,
    `other_webhook ${POSTED.toISOString()}`,
    `unsupported_content_type ${POSTED.toISOString()}`,
  ]);
  expect(lines.map(({ outcome, reason }) => [outcome, reason]).sort()).toEqual([
    ['invalid', 'invalid'],
    ['invalid', 'invalid'],
    ['invalid', 'invalid'],
    ['set_aside', 'other_webhook'],
    ['unsupported_content_type', 'unsupported_content_type'],
  ]);
});

test.each<[name: string, error: unknown]>([
  ['a refusal of DynamoDB', new NotStorableError('ValidationException')],
  ['a defect of the receiver', new TypeError('secret inside')],
])('a receipt that would always fail is set aside at once: %s', async (_, error) => {
  const { redrive, bodies, lines } = redriver({ record: () => Promise.reject(error) });
  expect(await redrive(message(RECEIPT_JSON))).toEqual({ batchItemFailures: [] });
  expect([...bodies.values()]).toMatchObject([{ reason: 'not_storable', receivedAt: POSTED }]);
  expect(lines).toMatchObject([{ outcome: 'not_storable', error: (error as Error).name }]);
  expect(lines.map(levelOf)).toEqual(['ERROR']);
  expect(JSON.stringify(lines)).not.toContain('secret inside');
});

test('only bodies that fail temporarily stay in the queue', async () => {
  const record = () => Promise.reject(new StoreUnavailableError('TimeoutError'));
  const { redrive, bodies, lines, pauses } = redriver({ record });
  expect(await redrive(message('{}'), message(RECEIPT_JSON), message('[]'), message(RECEIPT_JSON))).toEqual({
    batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '3' }],
  });
  expect(pauses).toMatchObject([
    [
      { messageId: '1', receiptHandle: 'handle' },
      { messageId: '3', receiptHandle: 'handle' },
    ],
  ]);
  for (const { seconds } of pauses.flat()) expect([1, 2]).toContain(seconds);
  expect(bodies.size).toBe(2);
  expect(lines.filter(({ outcome }) => outcome === 'unavailable')).toEqual([
    { outcome: 'unavailable', messageId: '1', ageSeconds: 21_600, error: 'StoreUnavailableError' },
    { outcome: 'unavailable', messageId: '3', ageSeconds: 21_600, error: 'StoreUnavailableError' },
  ]);
});

test('a message that cannot be paused stays in the queue, and the log says so', async () => {
  const { redrive, lines } = redriver({
    record: () => Promise.reject(new StoreUnavailableError('TimeoutError')),
    pause: () => Promise.reject(Object.assign(new Error('secret inside'), { name: 'TimeoutError' })),
  });
  expect(await redrive(message(RECEIPT_JSON))).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  expect(lines.map(({ outcome, error }) => [outcome, error])).toEqual([
    ['unavailable', 'StoreUnavailableError'],
    ['not_paused', 'TimeoutError'],
  ]);
});

test('a body that no table will ever take stays in the queue, which moves it to the dead-letter queue', async () => {
  const setAside = () => Promise.reject(new NotStorableError('ValidationException'));
  const { redrive, lines } = redriver({ setAside });
  expect(await redrive(message('{}'))).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  expect(lines).toEqual([{ outcome: 'not_storable', messageId: '0', ageSeconds: 21_600, error: 'NotStorableError' }]);
  expect(lines.map(levelOf)).toEqual(['ERROR']);
});
