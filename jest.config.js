import { availableParallelism } from 'node:os';

// CONTRIBUTING.md says what this hides
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
// The tool writes times in the zone of the machine
process.env.TZ = 'UTC';
// The tool prints its own name as npm started it
delete process.env.npm_lifecycle_event;

const swc = (syntax) => ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax } }, module: { type: 'commonjs' } }];

/** Packages that are ES modules alone, which jest cannot load before Node 24.9. */
const ES_MODULES = '/node_modules/(?:@bomb\\.sh/tab|jose|oauth4webapi|oidc-provider|openid-client|tinyqueue)/';

export const transform = { '\\.ts$': swc('typescript'), [`${ES_MODULES}.*\\.m?js$`]: swc('ecmascript') };
export const transformIgnorePatterns = [`^(?!.*${ES_MODULES}).*/node_modules/`];

// jest looks a global up in the realm of the tests at each use, which takes a tenth of the time of the AWS SDK and of our
// code. Names that a package may declare itself, such as Set, do not work here
const sandboxInjectedGlobals = ['Array', 'Error', 'JSON', 'Math', 'Object', 'Promise', 'Symbol'];

const setupFiles = ['<rootDir>/test/support/one-realm.ts', '<rootDir>/test/support/no-terminal.ts'];

// Many times what the slowest test takes on two cores: a busy machine fails no test, and one that hangs still ends
export const testTimeout = 600_000;

const WITHOUT_ENGINES = ['<rootDir>/test/{unit,properties,protocol,infra,build}/**/*.test.ts'];

export default {
  projects: [
    {
      displayName: 'pure',
      transform,
      transformIgnorePatterns,
      setupFiles,
      sandboxInjectedGlobals,
      testMatch: WITHOUT_ENGINES,
    },
    {
      displayName: 'engines',
      transform,
      transformIgnorePatterns,
      setupFiles,
      sandboxInjectedGlobals,
      testMatch: ['<rootDir>/test/{cli,e2e,faults,fuzz,integration,page,page-function}/**/*.test.ts'],
      // Only where one of these tests runs: it starts the DynamoDB engines
      globalSetup: '<rootDir>/test/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
    },
  ],
  // Here, because jest ignores it inside a project
  testTimeout,
  // One more than cores: many of the tests wait for processes and clocks
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/test/support/slowest-first.cjs',
  // Takes a quarter of the time of a run
  collectCoverage: process.env.TEST_CASES === 'full',
  // What runs in production; the tools are covered by the tests that start them
  collectCoverageFrom: ['lambda/**/*.ts'],
  coverageReporters: ['text-summary', 'lcov'],
  coverageThreshold: { global: { branches: 95 } },
};
