/**
 * A warm container: `warm.mjs <entry> <file with events> <receipts>`. Measures the duration of each receipt and their CPU
 * time, after half as many receipts that do not count.
 */
import { Bench } from 'tinybench';
import container from './container.cjs';

const { args, context, finish, input, load, received } = container;
const [iterations] = args;
const { handler } = await load();

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
  next = (next + 1) % input.length;
  const { statusCode, body } = await handler(received(input[next]), context);
  if (statusCode !== 200) throw new Error(`${statusCode}: ${body}`);
});
let cpuBefore = process.cpuUsage();
bench.addEventListener('start', () => {
  cpuBefore = process.cpuUsage();
});
const [task] = await bench.run();
const { user, system } = process.cpuUsage(cpuBefore);
finish({ cpuMs: (user + system) / 1000 / iterations, latenciesMs: task.result.latency.samples });
