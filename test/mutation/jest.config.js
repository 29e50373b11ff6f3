import { transform } from '../../jest.config.js';

/** The tests that need no engine, of the code that `stryker.config.json` mutates. */
export default {
  rootDir: '../..',
  transform,
  setupFiles: ['<rootDir>/test/support/one-realm.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/mutation/fewer-runs.ts'],
  testSequencer: '<rootDir>/test/mutation/quickest-first.cjs',
  testMatch: [
    '<rootDir>/test/unit/{receipt,record,store}/**/*.test.ts',
    '<rootDir>/test/properties/{merge,parse,stores}.test.ts',
  ],
};
