/**
 * A container of Lambda: `container.cjs <entry> <file with what to post>`. Posts events to the handler one after the other,
 * as Lambda does, and measures. CommonJS on plain Node like Lambda's own runtime, so that little is loaded.
 */
const { readFileSync, writeSync } = require('node:fs');

const [, , entry, inputFile] = process.argv;
const { events, posts = events.length, warmUp = 0, patience } = JSON.parse(readFileSync(inputFile, 'utf8'));

const context = {
  functionName: 'receive',
  awsRequestId: '6f7f0961-f834-4211-8a7a-f6fe80b88d56',
  getRemainingTimeInMillis: () => 15_000,
};

/** An event is posted more than once, so the handler gets a copy, with the current time. */
const received = (event) => ({ ...event, requestContext: { ...event.requestContext, timeEpoch: Date.now() } });

let breakerOpen = false;
if (patience !== undefined) {
  const { write } = process.stdout;
  process.stdout.write = (chunk, ...rest) => {
    breakerOpen ||= /"breakerOpened":[1-9]/.test(chunk);
    return write.call(process.stdout, chunk, ...rest);
  };
}

async function run() {
  let cpuBefore = process.cpuUsage();
  const begin = performance.now();
  // As Lambda's runtime loads it: the module loader for .mjs, `require` for .js
  const { handler } = entry.endsWith('.mjs') ? await import(entry) : require(entry);
  const loadMs = performance.now() - begin;
  const answers = [];
  for (let posted = 0; posted < posts; posted += 1) {
    if (!breakerOpen && posted >= patience) break;
    if (posted === warmUp && warmUp > 0) cpuBefore = process.cpuUsage();
    const wasOpen = breakerOpen;
    const postedAt = performance.now();
    const { statusCode, body } = await handler(received(events[posted % events.length]), context);
    answers.push({ statusCode, body, ms: performance.now() - postedAt, breakerOpen: wasOpen });
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    loadMs,
    answers: answers.slice(warmUp),
    cpuMs: (user + system) / 1000,
    rssBytes: process.memoryUsage.rss(),
  };
}

run().then((measured) => {
  writeSync(3, JSON.stringify(measured));
  process.exit();
});
