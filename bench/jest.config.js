import { testTimeout, transform, transformIgnorePatterns } from '../jest.config.js';

// Separate from `npm test`, because only changes of the benchmark and of what it measures can break them
export default {
  rootDir: '..',
  testMatch: ['<rootDir>/bench/test/**/*.test.ts'],
  transform,
  transformIgnorePatterns,
  testTimeout,
  setupFiles: ['<rootDir>/test/support/one-realm.ts'],
};
