/**
 * A long-lived container: `memory.mjs <entry> <file with an event> <receipts> <points>`, on `node --expose-gc`. Every
 * receipt belongs to another message. Measures the memory after a full garbage collection.
 */
import { randomUUID } from 'node:crypto';
import container from './container.cjs';

const { args, context, finish, input, load, received } = container;
const [receipts, points] = args;
const { umid } = JSON.parse(input.body).payload;
const { handler } = await load();

const measured = [];
for (let handled = 1; handled <= receipts; handled += 1) {
  const event = received({ ...input, body: input.body.replaceAll(umid, randomUUID()) });
  const { statusCode, body } = await handler(event, context);
  if (statusCode !== 200) throw new Error(`${statusCode}: ${body}`);
  if (handled % Math.floor(receipts / points) === 0) {
    globalThis.gc();
    const { heapUsed, rss } = process.memoryUsage();
    measured.push({ receipts: handled, heapBytes: heapUsed, rssBytes: rss });
  }
}
finish(measured);
