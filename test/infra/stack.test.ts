import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, jest } from '@jest/globals';
import { EVERY_ALARM } from './support/sample-settings.ts';
// Imported here, so that its clean-up runs once, after all tests of the stack
import { synthesize } from './support/synthesize.ts';

// The CDK validates each template by rules for its resource types, and loads them again if a template has a
// type that the previous one lacks. This first template has almost all types
synthesize({
  ...EVERY_ALARM,
  alarmEmail: 'on-call@example.com',
  domainName: 'receipts.example.com',
  certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-0000-1111-2222-333344445555',
  hostedZoneId: 'Z0123456789ABC',
  zoneName: 'example.com',
});

/**
 * One test file for all tests of the stack, because every test file loads the CDK anew, which takes longer than its
 * tests, and synthesizes its own templates. Run a part with `-t alarms`.
 */
describe.each(readdirSync(join(import.meta.dirname, 'stack')))('%s', (name) => {
  jest.requireActual(`./stack/${name}`);
});
