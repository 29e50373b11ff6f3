import { expect, test } from '@jest/globals';
import { createPutRecords } from '../../../lambda/archive/firehose.ts';
import { createPutEvents } from '../../../lambda/publish/event-bus.ts';

const { signal } = new AbortController();

/** A client on a fake of the network that always answers this. */
const answering = (answer: object) => ({
  region: 'us-east-1',
  credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  requestHandler: {
    handle: async () => ({
      response: {
        statusCode: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: Buffer.from(JSON.stringify(answer)),
      },
    }),
  },
});
const event = { source: 'sms-receipts', 'detail-type': '8x8 Webhook', time: '2026-01-01T00:00:00Z' } as const;
const events = ['a', 'b', 'c'].map((id) => ({
  ...event,
  detail: { version: 1, id, receivedAt: event.time, body: null } as const,
}));

test.each<[service: string, answer: object, put: (answer: object) => Promise<readonly unknown[]>]>([
  [
    'EventBridge',
    { Entries: [{ EventId: '1' }, { ErrorCode: 'Refused' }] },
    (answer) => createPutEvents('bus', answering(answer))(events, signal),
  ],
  [
    'Firehose',
    { RequestResponses: [{ RecordId: '1' }, { ErrorCode: 'Refused' }] },
    (answer) => createPutRecords('stream', answering(answer))(['a', 'b', 'c'], signal),
  ],
])('%s holds only what it names as held', async (_, answer, put) => {
  expect(await put(answer)).toEqual([undefined, 'Refused', 'NoAnswer']);
  expect(await put({})).toEqual(['NoAnswer', 'NoAnswer', 'NoAnswer']);
});
