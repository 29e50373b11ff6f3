/**
 * A container of Lambda: `container.cjs <entry>`. Each line of its standard input says what to post; it posts these events to
 * the handler one after the other, as Lambda does, and answers with a line of what it measured. CommonJS on plain Node like
 * Lambda's own runtime, so that little is loaded.
 */
const { readSync, writeSync } = require('node:fs');

const [, , entry] = process.argv;
const MEASURED_FD = 3;

const context = {
  functionName: 'receive',
  awsRequestId: '6f7f0961-f834-4211-8a7a-f6fe80b88d56',
  getRemainingTimeInMillis: () => 15_000,
};

/** An event is posted more than once, so the handler gets a copy, with the current time. */
const received = (event) => ({ ...event, requestContext: { ...event.requestContext, timeEpoch: Date.now() } });

let breakerOpen = false;

function observeBreaker() {
  const { write } = process.stdout;
  process.stdout.write = (chunk, ...rest) => {
    breakerOpen ||= /"breakerOpened":[1-9]/.test(chunk);
    return write.call(process.stdout, chunk, ...rest);
  };
}

let handler;
let loadMs;

async function run({ events, patience }) {
  if (patience !== undefined) observeBreaker();
  const cpuBefore = process.cpuUsage();
  if (handler === undefined) {
    const begin = performance.now();
    // As Lambda's runtime loads it: the module loader for .mjs, `require` for .js
    ({ handler } = entry.endsWith('.mjs') ? await import(entry) : require(entry));
    loadMs = performance.now() - begin;
  }
  const answers = [];
  for (const [posted, event] of events.entries()) {
    if (!breakerOpen && posted >= patience) break;
    const wasOpen = breakerOpen;
    const postedAt = performance.now();
    const { statusCode, body } = await handler(received(event), context);
    answers.push({ statusCode, body, ms: performance.now() - postedAt, breakerOpen: wasOpen });
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return { loadMs, answers, cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() };
}

let unread = Buffer.alloc(0);

/** The next line of the input. Waiting for it stops the process, as Lambda freezes a container, and loads no module. */
function nextLine() {
  const chunk = Buffer.alloc(64 * 1024);
  while (!unread.includes('\n')) {
    const length = readInput(chunk);
    if (length === 0) return undefined;
    unread = Buffer.concat([unread, chunk.subarray(0, length)]);
  }
  const end = unread.indexOf('\n');
  const line = unread.toString('utf8', 0, end);
  unread = unread.subarray(end + 1);
  return line;
}

function readInput(chunk) {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      // Some kernels do not wait
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

(async () => {
  for (let line = nextLine(); line !== undefined; line = nextLine()) {
    writeSync(MEASURED_FD, `${JSON.stringify(await run(JSON.parse(line)))}\n`);
  }
  process.exit();
})();
