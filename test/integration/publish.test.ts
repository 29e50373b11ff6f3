import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { sqsSender } from '../../lambda/aws/sqs-sender.ts';
import { createPutEvents } from '../../lambda/publish/event-bus.ts';
import { createPublishHandler, type PublishLog } from '../../lambda/publish/publish.ts';
import { asciiJson } from '../../lambda/receipt/json.ts';
import { INBOUND_SMS_JSON } from '../fixtures/samples.ts';
import { type FakeEventBridge, type FakeSqs, startFakeEventBridge, startFakeSqs } from '../support/fake-aws.ts';
import { type FaultyProxy, faultyProxy } from '../support/faulty-proxy.ts';
import { receiptItem } from '../support/items.ts';
import { CHANGED_AT, type ChangeSketch, streamEvent } from '../support/stream-event.ts';

const CONFIG = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

let bus: FakeEventBridge;
let wire: FaultyProxy;
let sqs: FakeSqs;
beforeAll(async () => {
  [bus, sqs] = await Promise.all([startFakeEventBridge(), startFakeSqs()]);
  wire = await faultyProxy(bus.endpoint);
});
afterAll(async () => {
  await Promise.all([wire.close(), bus.close(), sqs.close()]);
});
beforeEach(() => {
  wire.fault = 'none';
  bus.refuse = () => undefined;
  for (const list of [bus.accepted, bus.sizes, sqs.messages]) list.splice(0);
});

/** The handler with its deployed clients, on fakes of the services, with faults between them. */
function publisher({ ageMs = 0 } = {}) {
  const lines: PublishLog[] = [];
  const send = sqsSender(`${sqs.endpoint}/000000000000/dead-letters`, { ...CONFIG, endpoint: sqs.endpoint });
  const handler = createPublishHandler({
    put: createPutEvents('receipts-bus', { ...CONFIG, endpoint: wire.endpoint }),
    deadLetter: (event, signal) => send(asciiJson(event), { signal }),
    fields: [],
    now: () => new Date(CHANGED_AT.getTime() + ageMs),
    log: (line) => lines.push(line),
  });
  return { lines, publish: (...changes: ChangeSketch[]) => handler(streamEvent(changes)) };
}

/** The changes for the first and the second status of a message. */
const life = (umid: string): [ChangeSketch, ChangeSketch] => {
  const [queued, sent] = ['queued', 'sent'].map((state, index) => ({
    ...receiptItem(),
    umid,
    state,
    version: index + 1,
  }));
  return [{ after: queued }, { before: queued, after: sent }];
};
const acceptedIds = () => bus.accepted.map(({ Detail }) => JSON.parse(Detail).id);

test('an entry names the bus, the source, the type and the time of its event', async () => {
  await publisher().publish({ after: receiptItem() });
  expect(bus.accepted).toMatchObject([
    {
      EventBusName: 'receipts-bus',
      Source: 'sms-receipts',
      DetailType: 'SMS Status Changed',
      Time: Date.parse(receiptItem().lastReceivedAt) / 1000,
    },
  ]);
});

test.each(['refuse', 'throttled', 'server-error', 'cut-before-answer'] as const)(
  'during the fault %s the whole batch stays in the stream, and after it no event is missing',
  async (fault) => {
    const { publish, lines } = publisher();
    const batch = [...life('a'), ...life('b')];
    wire.fault = fault;
    await expect(publish(...batch)).rejects.toThrow('None of 4 events could be published');
    expect(lines).toMatchObject([{ outcome: 'failed', left: 4, published: 0 }]);

    wire.fault = 'none';
    expect(await publish(...batch)).toEqual({ batchItemFailures: [] });
    for (const umid of ['a', 'b']) {
      const ids = acceptedIds().filter((id) => id.startsWith(umid));
      // There are copies if the bus accepted a request that failed for the publisher
      expect([...new Set(ids)]).toEqual([`${umid}:1`, `${umid}:2`]);
    }
  },
);

test('a fault that ends within the retries has no effect', async () => {
  let requests = 0;
  wire.fault = () => (++requests <= 2 ? 'throttled' : 'none');
  expect(await publisher().publish(...life('a'))).toEqual({ batchItemFailures: [] });
  expect(acceptedIds()).toEqual(['a:1', 'a:2']);
});

test('no content of a webhook is in the log or in an error', async () => {
  const output: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation((chunk) => output.push(String(chunk)) > 0);
  wire.fault = 'throttled';
  const { publish, lines } = publisher();
  const after = {
    id: 'id',
    reason: 'other_webhook',
    body: INBOUND_SMS_JSON,
    firstReceivedAt: '2026-01-01T00:00:00Z',
  };
  const error = await publish({ after }).catch((reason: unknown) => reason);
  jest.restoreAllMocks();
  expect(`${JSON.stringify(lines)}${output.join('')}${error}`).not.toMatch(/12025550293|6581968289|Test MO message/);
  expect(lines).toHaveLength(1);
});
