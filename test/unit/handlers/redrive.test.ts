import { expect, test } from '@jest/globals';
import { createRedriveHandler, type RedriveDependencies } from '../../../lambda/handlers/redrive.ts';
import { encode } from '../../../lambda/queue/queued-body.ts';
import { StoreUnavailableError } from '../../../lambda/store/errors.ts';
import type { RedriveLog } from '../../../lambda/telemetry/request-log.ts';
import { INBOUND_SMS_JSON, RECEIPT_JSON, RECEIPT_XML, SAMPLE_UMID } from '../../fixtures/samples.ts';
import { memoryStores } from '../../support/memory-stores.ts';
import { sqsEvent } from '../../support/sqs-event.ts';

const POSTED = new Date('2026-01-01T00:00:00.000Z');
const NOW = new Date('2026-01-01T06:00:00.000Z');

function redriver(change: Partial<RedriveDependencies> = {}) {
  const stores = memoryStores();
  const lines: RedriveLog[] = [];
  const handler = createRedriveHandler({ ...stores, now: () => NOW, log: (line) => lines.push(line), ...change });
  return { ...stores, lines, redrive: (...bodies: string[]) => handler(sqsEvent(bodies)) };
}

const message = (body: string | Uint8Array, contentType?: string) =>
  encode({ bytes: Buffer.from(body as string), contentType, receivedAt: POSTED });

test('receipts are recorded as of the time when they were posted', async () => {
  const { redrive, messages, lines } = redriver();
  expect(await redrive(message(RECEIPT_JSON, 'application/json'), message(RECEIPT_XML, 'text/xml'))).toEqual({
    batchItemFailures: [],
  });
  expect(messages.get(SAMPLE_UMID)).toMatchObject({
    firstReceivedAt: POSTED.toISOString(),
    history: [{ state: 'undelivered', receivedAt: POSTED.toISOString() }],
  });
  const receipt = {
    umid: SAMPLE_UMID,
    state: 'undelivered',
    terminal: true,
    errorCode: 15,
    subAccountId: 'SubAccount-1',
    lagMs: POSTED.getTime() - Date.parse('2016-01-01T00:00:00Z'),
  };
  expect(lines).toEqual([
    { outcome: 'recorded', messageId: '0', ageSeconds: 21_600, ...receipt },
    { outcome: 'duplicate', messageId: '1', ageSeconds: 21_600, ...receipt },
  ]);
});

test('what is no valid receipt is set aside, and does not come back', async () => {
  const { redrive, bodies, lines } = redriver();
  expect(await redrive(message('{}'), message(INBOUND_SMS_JSON), message(Uint8Array.of(0xff)), 'sent by hand')).toEqual(
    {
      batchItemFailures: [],
    },
  );
  expect([...bodies.values()]).toMatchObject([
    { reason: 'invalid', receivedAt: POSTED },
    { reason: 'other_webhook', receivedAt: POSTED },
    { reason: 'invalid', receivedAt: POSTED },
    { reason: 'invalid', receivedAt: NOW },
  ]);
  expect(lines.map(({ outcome }) => outcome)).toEqual(Array(4).fill('set_aside'));
});

test('what fails stays in the queue, and only that', async () => {
  const receipts = { record: () => Promise.reject(new StoreUnavailableError('TimeoutError')) };
  const { redrive, bodies, lines } = redriver({ receipts });
  expect(await redrive(message('{}'), message(RECEIPT_JSON), message('[]'), message(RECEIPT_JSON))).toEqual({
    batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '3' }],
  });
  expect(bodies.size).toBe(2);
  expect(lines.filter(({ outcome }) => outcome === 'unavailable')).toEqual([
    { outcome: 'unavailable', messageId: '1', ageSeconds: 21_600, error: 'StoreUnavailableError' },
    { outcome: 'unavailable', messageId: '3', ageSeconds: 21_600, error: 'StoreUnavailableError' },
  ]);
});
