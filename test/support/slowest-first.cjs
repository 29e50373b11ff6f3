const { default: Sequencer } = require('@jest/test-sequencer');

/** Slowest first. Without a cache, as in a fresh clone, jest would go by the size of the files. */
const SLOW = [
  '/test/faults/',
  '/test/ui/browser',
  '/test/infra/',
  '/test/protocol/',
  '/test/e2e/',
  '/any-order',
  '/test/cli/',
  '/test/bench/',
];

/** Starts the slow files first, so that no worker is left alone with one of them at the end. */
module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = SLOW.findIndex((part) => path.includes(part));
      return at < 0 ? SLOW.length : at;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
