import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type ArchiveLog, createArchiveHandler } from '../../lambda/archive/archive.ts';
import { createPutRecords } from '../../lambda/archive/firehose.ts';
import { sqsSender } from '../../lambda/aws/sqs-sender.ts';
import { MAX_AGE_MS } from '../../lambda/stream/change.ts';
import { type FakeFirehose, type FakeSqs, startFakeFirehose, startFakeSqs } from '../support/fake-aws.ts';
import { type FaultyProxy, faultyProxy } from '../support/faulty-proxy.ts';
import { receiptItem } from '../support/items.ts';
import { CHANGED_AT, type ChangeSketch, streamEvent } from '../support/stream-event.ts';

const CONFIG = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
/** Two rows of this size do not fit into a record, and 18 not into a request. */
const LARGE = 'x'.repeat(240_000);

let firehose: FakeFirehose;
let wire: FaultyProxy;
let sqs: FakeSqs;
beforeAll(async () => {
  [firehose, sqs] = await Promise.all([startFakeFirehose(), startFakeSqs()]);
  wire = await faultyProxy(firehose.endpoint);
});
afterAll(async () => {
  await Promise.all([wire.close(), firehose.close(), sqs.close()]);
});
beforeEach(() => {
  wire.fault = 'none';
  firehose.refuse = () => undefined;
  for (const list of [firehose.accepted, firehose.sizes, sqs.messages]) list.splice(0);
});

/** The handler with its deployed clients, on fakes of the services, with faults between them. */
function archiver({ ageMs = 0, holdsDeadLetters = true } = {}) {
  const lines: ArchiveLog[] = [];
  const queue = holdsDeadLetters ? sqs.endpoint : 'http://127.0.0.1:9';
  const send = sqsSender(`${queue}/000000000000/dead-letters`, { ...CONFIG, endpoint: queue, maxAttempts: 1 });
  const handler = createArchiveHandler({
    put: createPutRecords('archive', { ...CONFIG, endpoint: wire.endpoint }),
    deadLetter: (data, signal) => send(data, { signal }),
    fields: [],
    now: () => new Date(CHANGED_AT.getTime() + ageMs),
    log: (line) => lines.push(line),
  });
  return { lines, archive: (...changes: ChangeSketch[]) => handler(streamEvent(changes)) };
}

const change = (umid: string, version = 1, more: object = {}): ChangeSketch => ({
  after: { ...receiptItem(), umid, version, ...more },
});
const large = (umid: string) => change(umid, 1, { batchId: LARGE });
const rowsIn = (records: readonly string[]): string[] =>
  records
    .flatMap((data) => data.trimEnd().split('\n'))
    .map((line) => {
      const { umid, version } = JSON.parse(line);
      return `${umid}:${version}`;
    });

test('the versions of a batch are one record of one request', async () => {
  const { archive, lines } = archiver({ ageMs: 500 });
  const removed: ChangeSketch = { before: receiptItem() };
  const foreign: ChangeSketch = { after: { umid: 'foreign' } };
  expect(await archive(change('a', 1), removed, change('b', 1), foreign, change('a', 2))).toEqual({
    batchItemFailures: [],
  });
  expect(firehose.sizes).toEqual([1]);
  expect(firehose.accepted).toHaveLength(1);
  expect(rowsIn(firehose.accepted)).toEqual(['a:1', 'b:1', 'a:2']);
  expect(lines).toEqual([{ outcome: 'archived', rows: 3, archived: 3, ageMs: 500 }]);
});

test('a batch without a row asks nothing', async () => {
  const { archive, lines } = archiver();
  expect(await archive({ before: receiptItem() })).toEqual({ batchItemFailures: [] });
  expect([firehose.sizes, lines]).toEqual([[], []]);
});

test('a request has 4 MiB at most', async () => {
  const umids = Array.from({ length: 20 }, (_, at) => `m${at}`);
  expect(await archiver().archive(...umids.map(large))).toEqual({ batchItemFailures: [] });
  // The requests run at once
  expect(firehose.sizes.sort()).toEqual([17, 3]);
  expect(rowsIn(firehose.accepted).sort()).toEqual(umids.map((umid) => `${umid}:1`).sort());
});

test('a record that fails once is put again, and no other', async () => {
  let refused = 0;
  firehose.refuse = (data) => (data.includes('"b"') && refused++ === 0 ? 'ServiceUnavailableException' : undefined);
  const { archive, lines } = archiver();
  expect(await archive(large('a'), large('b'), large('c'))).toEqual({ batchItemFailures: [] });
  expect(rowsIn(firehose.accepted)).toEqual(['a:1', 'c:1', 'b:1']);
  expect(lines).toMatchObject([{ outcome: 'archived', archived: 3 }]);
});

test('a record that fails again is left in the stream with all its rows, and the others are not', async () => {
  firehose.refuse = (data) => (data.includes('"b"') ? 'ServiceUnavailableException' : undefined);
  const { archive, lines } = archiver();
  expect(await archive(large('a'), large('b'), change('b2'), large('c'))).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }, { itemIdentifier: '3' }],
  });
  expect(rowsIn(firehose.accepted)).toEqual(['a:1', 'c:1']);
  expect(lines).toMatchObject([
    { outcome: 'failed', rows: 4, archived: 2, left: 2, errors: ['ServiceUnavailableException'] },
  ]);

  firehose.refuse = () => undefined;
  // Lambda delivers all records again from the first failed one
  expect(await archive(large('b'), change('b2'), large('c'))).toEqual({ batchItemFailures: [] });
  expect(new Set(rowsIn(firehose.accepted))).toEqual(new Set(['a:1', 'b:1', 'b2:1', 'c:1']));
});

test.each(['refuse', 'throttled', 'server-error', 'cut-before-answer'] as const)(
  'during the fault %s the whole batch stays in the stream, and after it no row is missing',
  async (fault) => {
    const { archive, lines } = archiver();
    wire.fault = fault;
    await expect(archive(change('a', 1), change('a', 2))).rejects.toThrow('None of 2 rows could be archived');
    expect(lines).toMatchObject([{ outcome: 'failed', left: 2, archived: 0 }]);

    wire.fault = 'none';
    expect(await archive(change('a', 1), change('a', 2))).toEqual({ batchItemFailures: [] });
    // There are copies if Firehose took a request that failed for the function
    expect(new Set(rowsIn(firehose.accepted))).toEqual(new Set(['a:1', 'a:2']));
  },
);

describe('after 12 hours', () => {
  test('the rows go to the dead-letter queue, as Firehose takes them, with later rows of their record', async () => {
    wire.fault = 'server-error';
    const { archive, lines } = archiver({ ageMs: MAX_AGE_MS });
    const later = { ...change('a', 2), at: new Date(CHANGED_AT.getTime() + 1) };
    expect(await archive(change('a', 1), later)).toEqual({ batchItemFailures: [] });
    expect(rowsIn(sqs.messages.map(({ body }) => body))).toEqual(['a:1', 'a:2']);
    expect(lines).toMatchObject([{ outcome: 'failed', archived: 0, deadLettered: 2 }]);
  });

  test('they stay in the stream if the queue does not take them', async () => {
    wire.fault = 'server-error';
    const { archive } = archiver({ ageMs: MAX_AGE_MS, holdsDeadLetters: false });
    await expect(archive(change('a'))).rejects.toThrow('None of 1 rows could be archived');
  });
});

test('no row, log line or error has the number', async () => {
  const { archive, lines } = archiver();
  await archive(change('a', 1, { errorMessage: 'to 12025550293' }));
  wire.fault = 'server-error';
  const error = await archive(change('b')).catch((reason: unknown) => reason);
  expect(`${firehose.accepted}${JSON.stringify(lines)}${error}`).not.toContain('12025550293');
});
