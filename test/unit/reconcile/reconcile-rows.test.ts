import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { readLog } from '../../../lambda/reconcile/read-log.ts';
import { reconcileRows } from '../../../lambda/reconcile/reconcile-rows.ts';
import { NotStorableError } from '../../../lambda/store/errors.ts';
import { memoryStores } from '../../support/memory-stores.ts';
import { header, logFile, logLine, logRow } from '../../support/vendor-log.ts';

const NOW = new Date('2090-01-01T01:00:00Z');
const signal = () => new AbortController().signal;

describe('reconciling rows', () => {
  test('reads rows no faster than it reconciles them', async () => {
    let written = 0;
    const file = async function* () {
      yield header();
      for (; written < 20_000; written += 1) yield logLine(logRow(written));
    };
    const ahead: number[] = [];
    let done = 0;
    const { tally } = await reconcileRows(
      readLog(Readable.from(file())),
      { readMessages: async () => new Map(), record: undefined, now: () => NOW },
      {
        signal: signal(),
        onStep: (step) => {
          done += step.tally.rows;
          ahead.push(written - done);
        },
      },
    );
    expect(tally).toMatchObject({ rows: 20_000, missing: 20_000, applied: 0 });
    expect(Math.max(...ahead)).toBeLessThan(1_000);
  });

  test('the item for two rows of one message is read once, and both rows are recorded', async () => {
    const { record, messages } = memoryStores();
    const sent = { status_value: 'sent', status_details: '', status_timestamp: '2090-01-01 00:00:01' };
    const reads: (readonly string[])[] = [];
    const { tally } = await reconcileRows(
      readLog(Readable.from([logFile([logRow(1), logRow(1, sent)])])),
      {
        readMessages: async (umids) => {
          reads.push(umids);
          return messages;
        },
        record,
        now: () => NOW,
      },
      { signal: signal() },
    );
    expect(tally).toMatchObject({ rows: 2, missing: 2, applied: 2 });
    expect([...messages.values()].map(({ history }) => history.map(({ state }) => state))).toEqual([
      ['sent', 'delivered'],
    ]);
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
    const { tally } = await reconcileRows(
      readLog(Readable.from([logFile([logRow(1), logRow(2)])])),
      {
        readMessages: async () => new Map(),
        record: async (receipt, ...rest) => {
          if (receipt.umid === logRow(1).umid) throw new NotStorableError('ValidationException');
          return record(receipt, ...rest);
        },
        now: () => NOW,
      },
      { signal: signal() },
    );
    expect(tally).toMatchObject({ rows: 2, missing: 1, unreadable: 1, applied: 1 });
  });
});
