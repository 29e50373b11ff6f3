import deploy from '../deploy/jest.config.js';

/** Separate because it installs the package outside this folder, with its peers, and deploys it to the emulator. */
export default { ...deploy, testMatch: ['<rootDir>/test/package/**/*.test.ts'] };
