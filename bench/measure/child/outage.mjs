/**
 * A container while DynamoDB fails: `outage.mjs <entry> <file with events> <patience>`. Posts the events one after the
 * other, as Lambda does. Gives up if the circuit breaker has not opened after `patience` receipts; 0 never gives up.
 */
import container from './container.cjs';

const { args, context, finish, input, load, received } = container;
const [patience] = args;
const { handler } = await load();

let breakerOpen = false;
const { write } = process.stdout;
process.stdout.write = (chunk, ...rest) => {
  breakerOpen ||= /"breakerOpened":[1-9]/.test(chunk);
  return write.call(process.stdout, chunk, ...rest);
};

const measured = [];
for (const event of input) {
  if (!breakerOpen && patience > 0 && measured.length >= patience) break;
  const wasOpen = breakerOpen;
  const begin = performance.now();
  const { statusCode, body } = await handler(received(event), context);
  measured.push({ statusCode, outcome: JSON.parse(body).outcome, ms: performance.now() - begin, breakerOpen: wasOpen });
}
finish(measured);
