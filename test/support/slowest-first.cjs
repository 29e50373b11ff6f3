const { default: Sequencer } = require('@jest/test-sequencer');

/** Slowest first. Without a cache, as in a fresh clone, jest sorts by file size. */
const SLOW = [
  '/test/faults/',
  '/test/page/appearance',
  '/test/page/browser',
  '/test/infra/',
  '/test/protocol/',
  '/test/e2e/',
  '/any-order',
  '/test/cli/',
];

/** Starts slow files first, so that no worker still runs one alone at the end. */
module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = SLOW.findIndex((part) => path.includes(part));
      return at < 0 ? SLOW.length : at;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
