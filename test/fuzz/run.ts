import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { messageText } from '../../cli/text/message.ts';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { startEmbeddedEngine } from '../../local/engine/start-engine.ts';
import { localTimes } from '../../lookup/times.ts';
import { freshTables } from '../support/engine.ts';
import { receiverOn } from '../support/receiver.ts';
import { fuzzRun } from './fuzz-run.ts';

/** The heap may grow by this between the first quarter of the run and its end. */
const MAX_GAIN_MIB = 16;
/** Every control and format character except the line break. */
const CONTROL_CHARACTERS = /(?!\n)[\p{Cc}\p{Cf}]/u;

const { values } = parseArgs({
  options: { seed: { type: 'string' }, requests: { type: 'string', default: '20000' } },
});
const seed = Number(values.seed ?? randomInt(1_000_000_000));
const requests = Number(values.requests);
console.log(`seed ${seed}, ${requests} requests`);

let notStorable = 0;
let rejections = 0;
process.on('unhandledRejection', () => {
  rejections += 1;
});
const engine = await startEmbeddedEngine(console.error);
const tables = await freshTables(engine.endpoint);
const { handler } = receiverOn(tables, {
  log: ({ outcome }) => {
    if (outcome === 'not_storable') notStorable += 1;
  },
});

const heapMib = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
};
let heapAtQuarter = Number.NaN;
const { answers, stalls, failures } = await fuzzRun({
  handler,
  seed,
  requests,
  onProgress: (done) => {
    if (Number.isNaN(heapAtQuarter) && done >= requests / 4) heapAtQuarter = heapMib();
  },
});
const gain = heapMib() - heapAtQuarter;
let steering = 0;
for await (const { Items = [] } of paginateScan(tables, { TableName: tables.receiptsTable })) {
  for (const item of Items) if (CONTROL_CHARACTERS.test(messageText(item as ReceiptItem, localTimes()))) steering += 1;
}
await engine.stop();
for (const { event, answer } of failures.slice(0, 5)) console.log(JSON.stringify({ event, answer }));
console.log(
  `answers ${JSON.stringify(answers)}; ${stalls} posted again; ${failures.length} of them 5xx, queued or none; ` +
    `${notStorable} not storable; ${steering} items that control a terminal; ${rejections} unhandled rejections; ` +
    `heap ${gain < 0 ? 'less' : 'more'} by ${Math.abs(gain).toFixed(1)} MiB after the first quarter`,
);
const isGood = failures.length + notStorable + steering + rejections === 0 && gain < MAX_GAIN_MIB;
process.exit(isGood ? 0 : 1);
