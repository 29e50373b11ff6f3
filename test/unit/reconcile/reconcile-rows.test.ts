import { Readable } from 'node:stream';
import { describe, expect, jest, test } from '@jest/globals';
import type { Network } from '../../../contract/receipt-item.ts';
import type { Message } from '../../../lambda/receipt/message.ts';
import { readLog } from '../../../lambda/reconcile/read-log.ts';
import { type Difference, type RowBatch, reconcileRows } from '../../../lambda/reconcile/reconcile-rows.ts';
import { MessageCounter, type Tally } from '../../../lambda/reconcile/tally.ts';
import { NotStorableError, StoreUnavailableError } from '../../../lambda/store/errors.ts';
import { memoryStores } from '../../support/memory-stores.ts';
import { header, type LogFields, logFile, logLine, logRow } from '../../support/vendor-log.ts';

const NOW = new Date('2090-01-01T01:00:00Z');
const signal = () => new AbortController().signal;

describe('reconciling rows', () => {
  test('reads rows no faster than it reconciles them', async () => {
    let written = 0;
    const file = async function* () {
      yield header();
      for (; written < 2_500; written += 1) yield logLine(logRow(written));
    };
    const ahead: number[] = [];
    let done = 0;
    const readMessages = jest.fn(async (_: readonly string[]) => new Map());
    const { tally } = await reconcileRows(
      readLog(Readable.from(file())),
      { readMessages, record: undefined, now: () => NOW },
      {
        signal: signal(),
        onStep: (step) => {
          done += step.tally.rows;
          ahead.push(written - done);
        },
      },
    );
    expect(tally).toMatchObject({ rows: 2_500, missing: 2_500, applied: 0 });
    expect(Math.max(...ahead)).toBeLessThan(1_000);
    expect(ahead).toHaveLength(4);
    expect(readMessages.mock.calls.map(([umids]) => umids.length)).toEqual(Array(25).fill(100));
  });

  test('stops after a step if the time is over, and goes on from there', async () => {
    const file = logFile([logRow(1), logRow(2), 'broken\n', logRow(3), logRow(4)]);
    const { record, messages } = memoryStores();
    const nexts: (number | undefined)[] = [];
    for (let skipped: number | undefined = 0; skipped !== undefined; skipped = nexts.at(-1)) {
      const { next } = await reconcileRows(
        readLog(Readable.from([file]), skipped),
        { readMessages: async () => messages, record, now: () => NOW, rowsPerStep: 2 },
        { signal: signal(), skipped, isTimeOver: () => true },
      );
      nexts.push(next);
    }
    expect(nexts).toEqual([2, 4, undefined]);
    expect(messages.size).toBe(4);
  });

  test.each<[stored: Network, logged: LogFields, added: Network | undefined]>([
    [{}, { country: 'US', mcc: '310', mnc: '260' }, { country: 'US', operator: '310-260' }],
    [{ country: 'US' }, { country: 'US', mcc: '310', mnc: '260' }, { country: 'US', operator: '310-260' }],
    [{ operator: '310-260' }, { country: 'US' }, { country: 'US' }],
    [{}, { country: '', mcc: '310', mnc: '260' }, { operator: '310-260' }],
    [{ country: 'US' }, { country: 'US' }, undefined],
    [{}, { country: '' }, undefined],
  ])('an item with %j and the status of a row with %j gets %j', async (network, fields, added) => {
    const { record, messages } = memoryStores();
    const addNetwork = jest.fn(async () => undefined);
    const dependencies = { readMessages: async () => messages, record, addNetwork, now: () => NOW };
    const run = (row: LogFields) =>
      reconcileRows(readLog(Readable.from([logFile([row])])), dependencies, { signal: signal() });
    await run(logRow(1));
    for (const [umid, message] of messages) messages.set(umid, { ...message, identity: network });
    expect((await run(logRow(1, fields))).tally).toMatchObject({ same: 1, applied: 0 });
    expect(addNetwork.mock.calls).toEqual(
      added === undefined ? [] : [[logRow(1).umid, added, expect.any(AbortSignal)]],
    );
  });

  const sent = { status_value: 'sent', status_details: '', status_timestamp: '2090-01-01 00:00:01' };
  const old = { createdat: '2089-12-01 00:00:00' };

  test.each<[what: string, rows: LogFields[], counts: Partial<Tally>]>([
    ['one row', [logRow(1)], { rows: 1, missing: 1, applied: 1 }],
    ['three equal rows', [logRow(1), logRow(1), logRow(1)], { rows: 1, missing: 1, applied: 1 }],
    ['an older status first', [logRow(1, sent), logRow(1)], { rows: 1, missing: 1, applied: 1 }],
    ['an older status last', [logRow(1), logRow(1, sent)], { rows: 1, missing: 1, applied: 1 }],
    ['another message between', [logRow(1), logRow(2), logRow(1)], { rows: 2, missing: 2, applied: 2 }],
    ['a status that the item has', [logRow(3, sent), logRow(3, sent)], { rows: 1, same: 1, applied: 0, unfinished: 0 }],
    ['a status that the item has, then a newer one', [logRow(3, sent), logRow(3)], { rows: 1, behind: 1, applied: 1 }],
    ['a newer status, then one that the item has', [logRow(3), logRow(3, sent)], { rows: 1, behind: 1, applied: 1 }],
    ['a status older than that of the item', [logRow(4, sent), logRow(4)], { rows: 1, same: 1 }],
    ['no terminal status, twice', [logRow(3, { ...sent, ...old }), logRow(3, { ...sent, ...old })], { unfinished: 1 }],
    ['no terminal status, then one', [logRow(3, { ...sent, ...old }), logRow(3, old)], { unfinished: 0 }],
  ])('a message is counted once, by its greatest status: %s', async (_, rows, counts) => {
    for (const rowsPerStep of [1, 800]) {
      const { record, messages } = memoryStores();
      const dependencies = { readMessages: async () => new Map(messages), now: () => NOW, rowsPerStep };
      const before = readLog(Readable.from([logFile([logRow(3, sent), logRow(4)])]));
      await reconcileRows(before, { ...dependencies, record }, { signal: signal() });
      const differences: Difference[] = [];
      const onStep = (step: RowBatch) => void differences.push(...step.differences);
      const run = { ...dependencies, record };
      const { tally } = await reconcileRows(readLog(Readable.from([logFile(rows)])), run, { signal: signal(), onStep });
      expect(tally).toMatchObject(counts);
      expect(tally.rows).toBe(tally.same + tally.missing + tally.behind + tally.ahead);
      expect(differences).toHaveLength(tally.missing + tally.behind);
    }
  });

  test('each row of a message is recorded', async () => {
    const { record, messages } = memoryStores();
    const file = readLog(Readable.from([logFile([logRow(1), logRow(1, sent)])]));
    await reconcileRows(file, { readMessages: async () => messages, record, now: () => NOW }, { signal: signal() });
    expect([...messages.values()].map(({ history }) => history.map(({ state }) => state))).toEqual([
      ['sent', 'delivered'],
    ]);
  });

  test('a message is forgotten only after as many others as are remembered', () => {
    const counter = new MessageCounter(2);
    const rowsOf = (...umids: string[]) =>
      umids.map(
        (umid) => counter.count(umid, { comparison: 'same', isApplied: false, isUnfinished: false }).change.rows,
      );
    expect(rowsOf('a', 'b', 'c', 'a', 'd', 'e', 'f', 'b')).toEqual([1, 1, 1, 0, 1, 1, 1, 1]);
  });

  test('the rows before an unterminated one are recorded', async () => {
    const { record, messages } = memoryStores();
    const reconciled = reconcileRows(
      readLog(Readable.from([logFile([logRow(1), logRow(2), '"never closed\n', logRow(3)])])),
      { readMessages: async () => new Map(), record, now: () => NOW },
      { signal: signal() },
    );
    await expect(reconciled).rejects.toThrow('The row at line 4 has a quote that is never closed');
    expect([...messages.keys()]).toEqual([logRow(1).umid, logRow(2).umid]);
  });

  test('a message that cannot be stored does not stop the others', async () => {
    const { record } = memoryStores();
    const unreadable: RowBatch['unreadable'][] = [];
    const { tally } = await reconcileRows(
      readLog(Readable.from([logFile([logRow(1), logRow(2), 'broken\n'])])),
      {
        readMessages: async () => new Map(),
        record: async (receipt, ...rest) => {
          if (receipt.umid === logRow(1).umid) throw new NotStorableError('ValidationException');
          return record(receipt, ...rest);
        },
        now: () => NOW,
      },
      { signal: signal(), onStep: (step) => void unreadable.push(step.unreadable) },
    );
    expect(tally).toMatchObject({ rows: 3, missing: 1, unreadable: 2, applied: 1 });
    expect(unreadable).toEqual([
      [
        { line: 2, reason: 'cannot be stored: its item is too large' },
        { line: 4, reason: 'must have 24 columns, not 1' },
      ],
    ]);
  });

  test('an item of another writer whose history cannot be read does not stop the others', async () => {
    const { record } = memoryStores();
    const { umid = '' } = logRow(1);
    const odd = { umid, identity: {}, history: [null] } as unknown as Message;
    const unreadable: RowBatch['unreadable'][] = [];
    const { tally } = await reconcileRows(
      readLog(Readable.from([logFile([logRow(1), logRow(2)])])),
      { readMessages: async () => new Map([[umid, odd]]), record, now: () => NOW },
      { signal: signal(), onStep: (step) => void unreadable.push(step.unreadable) },
    );
    expect(tally).toMatchObject({ rows: 2, missing: 1, unreadable: 1, applied: 1 });
    expect(unreadable).toEqual([[{ line: 2, reason: expect.stringMatching(/^cannot be compared/) }]]);
  });

  test('a status that arrived since the read is not counted as applied', async () => {
    const { tally } = await reconcileRows(
      readLog(Readable.from([logFile([logRow(1)])])),
      { readMessages: async () => new Map(), record: async () => ({ outcome: 'duplicate' }), now: () => NOW },
      { signal: signal() },
    );
    expect(tally).toMatchObject({ rows: 1, missing: 1, applied: 0 });
  });

  test('stops at a table that is not available', async () => {
    const record = jest.fn(() => Promise.reject(new StoreUnavailableError('TimeoutError')));
    const reconciled = reconcileRows(
      readLog(Readable.from([logFile([logRow(1)])])),
      { readMessages: async () => new Map(), record, now: () => NOW },
      { signal: signal() },
    );
    await expect(reconciled).rejects.toThrow(StoreUnavailableError);
  });
});
