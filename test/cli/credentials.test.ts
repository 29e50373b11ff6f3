import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runInProcess } from './support/run-in-process.ts';
import { runOnTerminal } from './support/run-tool.ts';

const folder = mkdtempSync(join(tmpdir(), 'receipts-aws-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ROLE = 'region = eu-west-1\nrole_arn = arn:aws:iam::000000000000:role/ops';
writeFileSync(
  join(folder, 'config'),
  `[profile mfa]
${ROLE}
source_profile = base
mfa_serial = arn:aws:iam::000000000000:mfa/me
[profile mfa-without-source]
${ROLE}
source_profile = missing
mfa_serial = arn:aws:iam::000000000000:mfa/me
[profile no-region]
[profile no-credentials]
region = eu-west-1
[profile sso]
region = eu-west-1
sso_session = corp
sso_account_id = 000000000000
sso_role_name = ops
[sso-session corp]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
[profile process]
region = eu-west-1
credential_process = /bin/sh -c 'echo "vault is sealed" >&2; exit 3'
[profile not-json]
region = eu-west-1
credential_process = /bin/echo no
[profile no-source]
${ROLE}
source_profile = missing
[profile login]
region = eu-west-1
login_session = arn:aws:iam::000000000000:user/me
[profile web-identity]
${ROLE}
web_identity_token_file = /nonexistent/token
`,
);
writeFileSync(join(folder, 'credentials'), '[base]\naws_access_key_id = a\naws_secret_access_key = b\n');

const ENVIRONMENT = {
  AWS_REGION: '',
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_MAX_ATTEMPTS: '1',
  AWS_CONFIG_FILE: join(folder, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
};

describe('receipts --profile', () => {
  test.each([
    ['mfa', 'needs a code of the MFA device arn:aws:iam::000000000000:mfa/me, and there is no terminal'],
    ['mfa-without-source', 'takes its credentials from the profile missing, which does not exist'],
    ['unknown', 'The AWS profile unknown does not exist, or names no credentials.'],
    ['no-credentials', 'The AWS profile no-credentials does not exist, or names no credentials.'],
    ['sso', 'Log in: aws sso login --profile sso.'],
    ['process', 'The AWS profile process gives no credentials: Command failed: '],
    ['process', 'vault is sealed. Correct the profile'],
    ['not-json', 'credential_process returned invalid JSON.'],
    ['no-source', 'takes its credentials from the profile missing, which does not exist'],
    ['login', 'Log in: aws login --profile login.'],
    ['web-identity', "no such file or directory, open '/nonexistent/token'"],
  ])('%s: the error keeps the cause: %s', async (profile, says) => {
    const run = await runInProcess(['batch', 'none', '--profile', profile, '--region', 'eu-west-1'], ENVIRONMENT);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(says);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
  });

  test('without a region: says so', async () => {
    const { stderr } = await runInProcess(['batch', 'none', '--profile', 'no-region'], ENVIRONMENT);
    expect(stderr).toContain('No AWS Region is set, and the profile no-region names none or does not exist.');
  });

  test('asks for the code of MFA on a terminal', async () => {
    const run = await runOnTerminal(['batch', 'none', '--profile', 'mfa', '--region', 'eu-west-1'], ENVIRONMENT, {
      until: 'MFA code of arn:aws:iam::000000000000:mfa/me',
      type: '123456\r',
    });
    // The token service, which is asked with the code
    expect(run.stdout).toContain('No connection to 127.0.0.1:9');
  });
});

test('--region of a command that talks to 8x8 is the Region of AWS', async () => {
  const run = await runInProcess(['reconcile', '--sub-account', 'Acme_1', '--region', 'eu-west-1']);
  expect(run.stderr).toContain('No connection to 127.0.0.1:9');
});

test.each([
  { what: 'a long dash', key: 'abc\u2013def', says: 'has a character at position 4 that no header can carry (U+2013)' },
  {
    what: 'an invisible character',
    key: 'abcd\u200b',
    says: 'has a character at position 5 that no header can carry (U+200B)',
  },
  { what: 'JSON', key: '{"key":"abcdef"}', says: 'is JSON. Store the value alone' },
])('a key of 8x8 with $what is refused before anything is sent', async ({ key, says }) => {
  const run = await runInProcess(['unwire', '--account', '1e09ac86bd745465851d1eb5a5fdbb9b', '--yes'], {
    EIGHT_BY_EIGHT_API_KEY: key,
  });
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain(`receipts: The API key of 8x8 (EIGHT_BY_EIGHT_API_KEY) ${says}`);
  expect(run.stderr).not.toContain('abc');
});
