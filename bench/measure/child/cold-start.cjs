/**
 * A container's life up to its first answer: `node cold-start.cjs <entry> <file with the event>`. Writes what it took
 * to file descriptor 3. CommonJS on plain Node, as Lambda's own runtime is, so that nothing else is loaded before.
 */
const { readFileSync, writeSync } = require('node:fs');

const [, , entry, eventFile] = process.argv;
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
const context = { functionName: 'receipts', awsRequestId: 'request', getRemainingTimeInMillis: () => 15_000 };

const cpuBefore = process.cpuUsage();
const begin = performance.now();
// As Lambda's runtime does: the module loader for .mjs, require for .js
const loading = entry.endsWith('.mjs') ? import(entry) : Promise.resolve(require(entry));
let loaded = 0;
loading
  .then((bundle) => {
    loaded = performance.now();
    return bundle.handler(event, context);
  })
  .then(({ statusCode, body }) => {
    const answered = performance.now();
    const { user, system } = process.cpuUsage(cpuBefore);
    const measured = {
      statusCode,
      body,
      loadMs: loaded - begin,
      answerMs: answered - begin,
      cpuMs: (user + system) / 1000,
      rssBytes: process.memoryUsage.rss(),
    };
    writeSync(3, JSON.stringify(measured));
    process.exit();
  });
