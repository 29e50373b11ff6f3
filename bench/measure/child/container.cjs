/** Shared by the measured processes. CommonJS on plain Node like Lambda's own runtime, so that little is loaded. */
const { readFileSync, writeSync } = require('node:fs');

const [, , entry, inputFile, ...args] = process.argv;

const context = {
  functionName: 'receive',
  awsRequestId: '6f7f0961-f834-4211-8a7a-f6fe80b88d56',
  getRemainingTimeInMillis: () => 15_000,
};

/** A copy of an event with the current time. A copy, because some contenders modify the event. */
const received = (event) => ({ ...event, requestContext: { ...event.requestContext, timeEpoch: Date.now() } });

module.exports = {
  entry,
  args: args.map(Number),
  input: JSON.parse(readFileSync(inputFile, 'utf8')),
  context,
  received,
  /** As Lambda's runtime loads it: the module loader for .mjs, `require` for .js. */
  load: () => (entry.endsWith('.mjs') ? import(entry) : Promise.resolve(require(entry))),
  /** Passes the measurement to the parent process, and ends. */
  finish: (measured) => {
    writeSync(3, JSON.stringify(measured));
    process.exit();
  },
};
