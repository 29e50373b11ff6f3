const { default: Sequencer } = require('@jest/test-sequencer');

/** They wait for faults, or start many processes. Without a cache jest would start with the largest files instead. */
const SLOW = ['/test/faults/', '/test/e2e/', '/test/bench/', '/test/cli/', '/test/infra/app', '/any-order'];

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
