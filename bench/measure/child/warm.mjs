/**
 * A warm container: `warm.mjs <entry> <file with events> <receipts>`. Measures the duration of each receipt and their CPU
 * time, after half as many receipts that do not count.
 */
import container from './container.cjs';

const { args, context, finish, input, load, received } = container;
const [receipts] = args;
const { handler } = await load();

async function durations(count) {
  const latenciesMs = [];
  for (let posted = 0; posted < count; posted += 1) {
    const begin = performance.now();
    const { statusCode, body } = await handler(received(input[posted % input.length]), context);
    latenciesMs.push(performance.now() - begin);
    if (statusCode !== 200) throw new Error(`${statusCode}: ${body}`);
  }
  return latenciesMs;
}

await durations(receipts / 2);
const cpuBefore = process.cpuUsage();
const latenciesMs = await durations(receipts);
const { user, system } = process.cpuUsage(cpuBefore);
finish({ cpuMs: (user + system) / 1000 / receipts, latenciesMs });
