import { testTimeout, transform } from '../jest.config.js';

// Separate from `npm test`, because the packages of the benchmark are installed by a command of their own
export default {
  rootDir: '..',
  testMatch: ['<rootDir>/bench/test/**/*.test.ts'],
  transform,
  testTimeout,
  setupFiles: ['<rootDir>/test/support/one-realm.ts'],
};
