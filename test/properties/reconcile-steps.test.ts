import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergeReceipt } from '../../lambda/receipt/merge.ts';
import { type Message, messageOf, type Receipt, summarize } from '../../lambda/receipt/message.ts';
import { statusSortKey } from '../../lambda/receipt/status-order.ts';
import { LogRowReader } from '../../lambda/reconcile/log-row.ts';
import { createReconcileHandler, type ReconcileLog } from '../../lambda/reconcile/reconcile.ts';
import { StoreUnavailableError } from '../../lambda/store/errors.ts';
import { HOUR_MS } from '../../toolbox/clock.ts';
import { API_KEY, type FakeVendor, startFakeVendor } from '../cli/support/fake-vendor.ts';
import { cases } from '../support/cases.ts';
import { memoryStores } from '../support/memory-stores.ts';
import { FakeStepQueue } from '../support/step-queue.ts';
import { LOG_COLUMNS, type LogFields, logFile, logRow } from '../support/vendor-log.ts';

const START = { step: 'start', subAccountId: 'Acme_1', hours: 96 };
const AT = '2026-01-01T00:00:00.000Z';
const ENOUGH_TIME_MS = 900_000;
/** Less than a step of rows needs at most. */
const LITTLE_TIME_MS = 119_999;
const MAX_FAULTS_PER_STEP = 2;
/** Few, because each run makes about 20 requests to the fake of the vendor. */
const RUNS = { numRuns: cases(8, 25) };
const reader = new LogRowReader(LOG_COLUMNS);

/** A fault of one invocation. */
type Fault =
  | 'none'
  /** The link to the file has expired. */
  | 'expired'
  /** The table fails at the second row that is recorded. */
  | 'table'
  /** The queue delivers the message again although it was handled. */
  | 'twice';

interface Case {
  /** For each message the stored receipts and its row of the log. */
  readonly messages: readonly { readonly stored: readonly Receipt[]; readonly row: LogFields }[];
  /** Rows of the files: indexes into `messages`, or rows that are not of an outbound message. */
  readonly files: readonly (readonly (number | LogFields | string)[])[];
  /** How often the job is polled before it is ready. */
  readonly looks: number;
  readonly rowsPerStep: number;
  /** For each invocation in turn: whether its time is over after the first step of rows. */
  readonly isTimeShort: readonly boolean[];
}

const status = fc.constantFrom(
  ['queued', ''],
  ['sent', ''],
  ['delivered', 'delivered_to_operator'],
  ['delivered', 'delivered_to_recipient'],
  ['undelivered', 'rejected_by_operator'],
  ['read', ''],
);
const second = fc.integer({ min: 0, max: 3 });
const receiptOf = (number: number) =>
  fc.tuple(status, second, fc.constantFrom('', '.5')).map(
    ([[state = '', detail], at, fraction]): Receipt => ({
      umid: logRow(number).umid ?? '',
      identity: {},
      status: { state, ...(detail && { detail }), timestamp: `2026-01-01T00:00:0${at}${fraction}Z` },
    }),
  );
const rowOf = (number: number) =>
  fc.tuple(status, second).map(([[state, detail], at]) =>
    logRow(number, {
      status_value: state,
      status_details: detail,
      status_timestamp: `2026-01-01 00:00:0${at}`,
      body: 'two\nlines, "quoted"',
    }),
  );
const NOT_OUTBOUND = [
  'broken\n',
  logRow(1000, { direction: '0' }),
  logRow(1001, { direction: 'x' }),
  logRow(1002, { status_timestamp: '01/02/2026' }),
  logRow(1003, { umid: '17' }),
];

const arbitraryCase: fc.Arbitrary<Case> = fc.integer({ min: 0, max: 12 }).chain((count) => {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const messages = fc.tuple(
    ...numbers.map((number) =>
      fc.record({ stored: fc.array(receiptOf(number), { maxLength: 3 }), row: rowOf(number) }),
    ),
  );
  const files = fc
    .tuple(fc.array(fc.constantFrom(...NOT_OUTBOUND), { maxLength: 4 }), fc.integer({ min: 1, max: 3 }))
    .chain(([others, fileCount]) =>
      fc.shuffledSubarray([...numbers, ...others], { minLength: count + others.length }).map((rows) => {
        const length = Math.ceil(rows.length / fileCount);
        return Array.from({ length: fileCount }, (_, file) => rows.slice(file * length, (file + 1) * length));
      }),
    );
  return fc.record({
    messages,
    files,
    looks: fc.integer({ min: 0, max: 3 }),
    rowsPerStep: fc.integer({ min: 1, max: 4 }),
    isTimeShort: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
  });
});
const arbitraryFaults = fc.array(fc.constantFrom<Fault>('none', 'expired', 'table', 'twice'), { maxLength: 20 });

describe('the steps of reconciling', () => {
  let vendor: FakeVendor;
  beforeAll(async () => {
    vendor = await startFakeVendor();
  });
  afterAll(async () => {
    expect(vendor.faults).toEqual([]);
    await vendor.close();
  });

  /** Prepares the table and the log of a case. `run` takes steps until none is left. */
  function setUp({ messages, files, looks, rowsPerStep, isTimeShort }: Case) {
    const stores = memoryStores();
    for (const { stored } of messages) {
      for (const receipt of stored) void stores.record(receipt, new Date(AT), new AbortController().signal);
    }
    const csv = files.map((rows) =>
      logFile(rows.map((row) => (typeof row === 'number' ? (messages[row]?.row ?? '') : row))),
    );
    let invocation = 0;
    const run = async (faults: readonly Fault[] = [], maxInvocations = 500) => {
      const queue = new FakeStepQueue();
      const log: ReconcileLog[] = [];
      const left = [...faults];
      const faultsOf = new Map<string, number>();
      vendor.export = {
        states: [...Array<string>(looks).fill('running'), 'succeeded'],
        files: csv.map((body) => ({ body })),
      };
      await queue.send(START, 0);
      await queue.drain(async (event, message) => {
        const fault = nextFault(message);
        const job = vendor.export;
        for (const file of job.files) file.status = fault === 'expired' ? 403 : 200;
        let records = 0;
        const handler = createReconcileHandler({
          vendor: async () => ({ url: vendor.url, apiKey: API_KEY }),
          send: queue.send,
          readMessages: async (umids) => new Map([...stores.messages].filter(([umid]) => umids.includes(umid))),
          record: async (...args) => {
            records += 1;
            if (fault === 'table' && records === 2) throw new StoreUnavailableError('TimeoutError');
            return stores.record(...args);
          },
          now: () => new Date(queue.now),
          log: (line) => void log.push(line),
          rowsPerStep,
        });
        invocation += 1;
        const isShort = isTimeShort[invocation % isTimeShort.length];
        const response = await handler(event, {
          getRemainingTimeInMillis: () => (isShort ? LITTLE_TIME_MS : ENOUGH_TIME_MS),
        });
        return { response, again: fault === 'twice' };
      }, maxInvocations);
      return { log, deadLetters: queue.deadLetters };

      /** No third fault for a step, which would go to the dead-letter queue. */
      function nextFault(message: object): Fault {
        const fault = left.shift() ?? 'none';
        if (fault === 'none') return 'none';
        const key = JSON.stringify(message);
        const count = (faultsOf.get(key) ?? 0) + 1;
        faultsOf.set(key, count);
        return count > MAX_FAULTS_PER_STEP ? 'none' : fault;
      }
    };
    return { stores, run };
  }

  test('bring each message to the merge of table and log, whatever fails on the way, and change nothing in a second run', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCase, arbitraryFaults, async (of, faults) => {
        const { stores, run } = setUp(of);
        expect((await run(faults)).deadLetters).toEqual([]);
        expect(withoutReceivedAt(stores.messages)).toEqual(withoutReceivedAt(expectedOf(of)));
        const once = new Map(stores.messages);
        const { log } = await run();
        expect(new Map(stores.messages)).toEqual(once);
        expect(sumOf(log, 'applied') + sumOf(log, 'missing') + sumOf(log, 'behind')).toBe(0);
      }),
      RUNS,
    );
  });

  test('count each row once, however many invocations read the files', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCase, async (of) => {
        const { stores, run } = setUp(of);
        const storedBefore = new Map(stores.messages);
        const { log } = await run();
        const changed = [...expectedOf(of)].filter(([umid, message]) => {
          const stored = storedBefore.get(umid);
          return stored === undefined || currentOf(stored) !== currentOf(message);
        });
        const missing = changed.filter(([umid]) => !storedBefore.has(umid)).length;
        const unreadable = of.files.flat().filter((row) => typeof row !== 'number' && row !== NOT_OUTBOUND[1]).length;
        expect({
          rows: sumOf(log, 'rows'),
          missing: sumOf(log, 'missing'),
          behind: sumOf(log, 'behind'),
          applied: sumOf(log, 'applied'),
          unreadable: sumOf(log, 'unreadable'),
          others: sumOf(log, 'same') + sumOf(log, 'ahead'),
        }).toEqual({
          rows: of.messages.length + unreadable,
          missing,
          behind: changed.length - missing,
          applied: changed.length,
          unreadable,
          others: of.messages.length - changed.length,
        });
      }),
      RUNS,
    );
  });

  test('end even if each invocation has time for only one step of rows', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCase, async (of) => {
        const { run } = setUp({ ...of, isTimeShort: [true] });
        const rows = of.files.flat().length;
        // start, each poll, each file, and one more invocation for each step of rows
        const maxInvocations = 1 + of.looks + 1 + of.files.length + Math.ceil(rows / of.rowsPerStep) + of.files.length;
        const { deadLetters, log } = await run([], maxInvocations);
        expect(deadLetters).toEqual([]);
        const steps = of.files.map((file) => Math.floor(file.length / of.rowsPerStep));
        expect(log.filter(({ nextRow }) => nextRow !== undefined)).toHaveLength(steps.reduce((a, b) => a + b));
      }),
      RUNS,
    );
  });

  test.each([
    ['a step always fails: after three attempts', 'failed', 0, 10],
    // Begins late, because each minute has a request
    ['the export is never ready: after 12 hours', 'running', 11.5, 30 + 10],
  ])('end if %s it is in the dead-letter queue', async (_, state, hours, maxInvocations) => {
    vendor.export = { states: [state], files: [] };
    const queue = new FakeStepQueue();
    queue.now += hours * HOUR_MS;
    await queue.send(START, 0);
    await queue.drain(stepsOn(queue), maxInvocations);
    expect(queue.deadLetters).toMatchObject([{ step: 'poll' }]);
  });

  function stepsOn(queue: FakeStepQueue): Parameters<FakeStepQueue['drain']>[0] {
    const handler = createReconcileHandler({
      vendor: async () => ({ url: vendor.url, apiKey: API_KEY }),
      send: queue.send,
      readMessages: async () => new Map(),
      record: undefined,
      now: () => new Date(queue.now),
      log: () => undefined,
    });
    return async (event) => ({
      response: await handler(event, { getRemainingTimeInMillis: () => ENOUGH_TIME_MS }),
      again: false,
    });
  }
});

/** By the merge: a row is recorded if it changes the current status of its message. */
function expectedOf({ messages }: Case): Map<string, Message> {
  const expected = new Map<string, Message>();
  for (const { stored: receipts, row } of messages) {
    const stored = receipts.reduce<Message | undefined>(
      (message, receipt) => mergeReceipt(message, messageOf(receipt, AT)).message,
      undefined,
    );
    const read = reader.read(LOG_COLUMNS.map((name) => row[name] ?? ''));
    if (read.kind !== 'outbound') throw new Error(JSON.stringify(read));
    const { message } = mergeReceipt(stored, messageOf(read.receipt, AT));
    const isNew = stored === undefined || currentOf(message) !== currentOf(stored);
    expected.set(message.umid, isNew ? message : stored);
  }
  return expected;
}

function currentOf(message: Message): string {
  return statusSortKey(summarize(message).current);
}

function withoutReceivedAt(messages: ReadonlyMap<string, Message>): unknown {
  const entries = [...messages].map(([umid, { identity, history }]) => [
    umid,
    { identity, history: history.map(({ receivedAt: _, ...entry }) => entry) },
  ]);
  return Object.fromEntries(entries);
}

function sumOf(
  log: readonly ReconcileLog[],
  count: 'rows' | 'same' | 'missing' | 'behind' | 'ahead' | 'unreadable' | 'applied',
) {
  return log.reduce((sum, line) => sum + (line[count] ?? 0), 0);
}
