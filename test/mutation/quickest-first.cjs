const { default: Sequencer } = require('@jest/test-sequencer');

/** The first file that fails ends the run of a mutant: start with the quick ones. */
module.exports = class QuickestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
};

function rankOf({ path }) {
  return ['/test/unit/', '/test/properties/'].findIndex((part) => path.includes(part));
}
