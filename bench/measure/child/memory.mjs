/**
 * A container that lives long: `node --expose-gc memory.mjs <entry> <file with an event> <receipts> <points>`. Handles
 * so many receipts, each of another message, and writes to file descriptor 3 what memory is in use after a full
 * garbage collection at so many points, evenly apart.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';

const [, , entry, eventFile, receipts, points] = process.argv;
const event = readFileSync(eventFile, 'utf8');
const { umid } = JSON.parse(JSON.parse(event).body).payload;
const context = { functionName: 'receipts', awsRequestId: 'request', getRemainingTimeInMillis: () => 15_000 };
const { handler } = await import(entry);

const measured = [];
for (let handled = 1; handled <= Number(receipts); handled += 1) {
  const { statusCode, body } = await handler(JSON.parse(event.replaceAll(umid, randomUUID())), context);
  if (statusCode !== 200) throw new Error(`${statusCode}: ${body}`);
  if (handled % Math.floor(Number(receipts) / Number(points)) === 0) {
    globalThis.gc();
    measured.push({
      receipts: handled,
      heapBytes: process.memoryUsage().heapUsed,
      rssBytes: process.memoryUsage.rss(),
    });
  }
}
writeSync(3, JSON.stringify(measured));
process.exit();
