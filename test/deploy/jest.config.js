import { testTimeout, transform } from '../../jest.config.js';

// CONTRIBUTING.md says what this hides
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** The tests on an emulator of AWS are separate because they take a minute and need Python. */
export default {
  rootDir: '../..',
  testMatch: ['<rootDir>/test/deploy/**/*.test.ts'],
  transform,
  // A hook deploys up to six stacks
  testTimeout: 2 * testTimeout,
  // An emulator and a deployment use both cores of a small machine
  maxWorkers: 1,
};
