import { expect, test } from '@jest/globals';
import { ClientError } from 'openid-client';
import { OtherIssuerError } from '../../../lambda/page/provider.ts';
import { signInFault } from '../../../lambda/page/sign-in-fault.ts';

const withCode = (code: string, cause?: Error) => Object.assign(new Error('internal', { cause }), { code });

/** The answers of a real provider are in `test/page-function/`. */
test.each<[string, unknown, status: number, reason: string]>([
  ['another issuer', new OtherIssuerError(), 400, 'OtherIssuerError'],
  ['a signature that does not fit', withCode('OAUTH_INVALID_RESPONSE'), 400, 'OAUTH_INVALID_RESPONSE'],
  [
    'the issuer of another provider',
    withCode('OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED'),
    502,
    'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  ],
  ['no connection', new ClientError('internal', { cause: withCode('ECONNREFUSED') }), 502, 'ClientError: ECONNREFUSED'],
  ['no secret', new ClientError('internal', { cause: new TypeError('internal') }), 502, 'ClientError: TypeError'],
  ['no error', 'internal', 502, ''],
])('%s is said in words, with a reason for the log', (_, error, status, reason) => {
  const fault = signInFault(error);
  expect(fault).toMatchObject({ status, reason, isSetup: true });
  expect(JSON.stringify(fault)).not.toContain('internal');
});
