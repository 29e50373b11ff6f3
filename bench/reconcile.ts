import { Readable } from 'node:stream';
import { styleText } from 'node:util';
import type { Message } from '../lambda/receipt/message.ts';
import { readLog } from '../lambda/reconcile/read-log.ts';
import { reconcileRows } from '../lambda/reconcile/reconcile-rows.ts';
import { header, logLine, logRow } from '../test/support/vendor-log.ts';
import { Stopwatch } from './measure/stopwatch.ts';

/**
 * Compares a generated log of the vendor with a fake table in memory, and prints rows per second and peak memory. So it
 * measures this code without DynamoDB. Every second message is missing.
 */
const rows = Number(process.argv[2] ?? 1_000_000);

async function* file(): AsyncGenerator<string> {
  yield header();
  for (let from = 0; from < rows; from += 100) {
    const numbers = Array.from({ length: Math.min(100, rows - from) }, (_, at) => from + at);
    yield numbers.map((number) => logLine(logRow(number))).join('');
  }
}

const storedOf = (umid: string): Message => ({
  umid,
  identity: {},
  history: [
    {
      state: 'delivered',
      detail: 'delivered_to_recipient',
      timestamp: '2090-01-01T00:00:10Z',
      receivedAt: '2090-01-01T00:00:11.000Z',
    },
  ],
});

const watch = new Stopwatch();
const { tally } = await reconcileRows(
  readLog(Readable.from(file())),
  {
    readMessages: async (umids) =>
      new Map(umids.filter((umid) => Number(umid.slice(-12)) % 2 === 0).map((umid) => [umid, storedOf(umid)])),
    record: async () => ({ outcome: 'recorded' }),
    now: () => new Date('2090-01-01T01:00:00Z'),
  },
  { signal: new AbortController().signal, onStep: () => watch.look() },
);
const { seconds, memory } = watch;
process.stdout.write(
  `${styleText('bold', `${Math.round(rows / seconds)} rows a second`)}: ${rows} rows in ${seconds.toFixed(1)} s; ` +
    `missing ${tally.missing}, same ${tally.same}; ${memory}\n`,
);
