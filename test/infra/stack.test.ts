import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, jest } from '@jest/globals';
// Imported here, so that its clean-up runs once, after all tests of the stack
import './support/synthesize.ts';

/**
 * One test file for all tests of the stack, because every test file loads the CDK anew, which takes longer than its
 * tests, and synthesizes its own templates. Run a part with `-t alarms`.
 */
describe.each(readdirSync(join(import.meta.dirname, 'stack')))('%s', (name) => {
  jest.requireActual(`./stack/${name}`);
});
