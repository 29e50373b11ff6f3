/**
 * A container that is warm: `node warm.mjs <entry> <file with events> <receipts>`. Handles so many receipts after
 * half as many that do not count, and writes to file descriptor 3 how long each took and what CPU time each took.
 */
import { readFileSync, writeSync } from 'node:fs';
import { Bench } from 'tinybench';

const [, , entry, eventsFile, receipts] = process.argv;
const iterations = Number(receipts);
const events = JSON.parse(readFileSync(eventsFile, 'utf8'));
const context = { functionName: 'receipts', awsRequestId: 'request', getRemainingTimeInMillis: () => 15_000 };
const bundle = await import(entry);
const handler = bundle.handler ?? bundle.default.handler;

const bench = new Bench({
  time: 0,
  iterations,
  warmupTime: 0,
  warmupIterations: iterations / 2,
  retainSamples: true,
  throws: true,
});
let next = 0;
bench.add('receipt', async () => {
  next = (next + 1) % events.length;
  // A copy: there are contenders that write into the event, and it may come again
  const { statusCode, body } = await handler({ ...events[next] }, context);
  if (statusCode !== 200) throw new Error(`${statusCode}: ${body}`);
});
let cpuBefore = process.cpuUsage();
bench.addEventListener('start', () => {
  cpuBefore = process.cpuUsage();
});
const [task] = await bench.run();
const { user, system } = process.cpuUsage(cpuBefore);
const measured = { cpuMs: (user + system) / 1000 / iterations, latenciesMs: task.result.latency.samples };
writeSync(3, JSON.stringify(measured));
process.exit();
