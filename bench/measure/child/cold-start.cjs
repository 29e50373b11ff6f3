/** Measures a container until its first answer. */
const { context, finish, input, load, received } = require('./container.cjs');

const event = received(input);
const cpuBefore = process.cpuUsage();
const begin = performance.now();
let loaded = 0;
load()
  .then(({ handler }) => {
    loaded = performance.now();
    return handler(event, context);
  })
  .then(({ statusCode, body }) => {
    const answered = performance.now();
    const { user, system } = process.cpuUsage(cpuBefore);
    finish({
      statusCode,
      body,
      loadMs: loaded - begin,
      answerMs: answered - begin,
      cpuMs: (user + system) / 1000,
      rssBytes: process.memoryUsage.rss(),
    });
  });
