import type { FromIniInit } from '@aws-sdk/credential-provider-ini';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { CliError } from '../../toolbox/errors.ts';
import { printable } from '../../toolbox/text.ts';
import { askMfaCode } from '../terminal/ask.ts';

/** The SDK's words for a profile that does not exist, or that says nothing of credentials. */
const NOTHING_IN_PROFILE = /^Could not resolve credentials using profile: \[(.*)\] in/;

/**
 * The credentials of the SDK's usual sources, for all clients of a run: so a code for MFA is asked for once.
 *
 * Of a profile that gives none, the SDK's chain forgets the reason, because it goes on with other sources. So this reads the
 * profile again for its reason.
 *
 * @returns a provider that rejects with a CliError
 */
export function sharedCredentials(): AwsCredentialIdentityProvider {
  let chain: AwsCredentialIdentityProvider | undefined;
  return async (properties) => {
    const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
    const options: FromIniInit = {
      // The SDK would ask while it still reads the source profile, and would end the process if that names no credentials
      mfaCodeProvider: async () => '',
      roleAssumer: async (source, params) => {
        const { getDefaultRoleAssumer } = await import('@aws-sdk/client-sts');
        const { SerialNumber } = params;
        const code = SerialNumber === undefined ? {} : { TokenCode: await askMfaCode(SerialNumber) };
        const assume = getDefaultRoleAssumer({ parentClientConfig: properties?.callerClientConfig });
        return assume(source, { ...params, ...code });
      },
    };
    chain ??= defaultProvider(options);
    try {
      return await chain(properties);
    } catch (error) {
      if (!isOfSource(error)) throw error;
      const { fromIni } = await import('@aws-sdk/credential-provider-ini');
      const reason = await fromIni(options)(properties).then(
        () => error,
        (ofProfile: unknown) => ofProfile,
      );
      throw isOfSource(reason) ? new CliError(describe(reason, process.env.AWS_PROFILE || undefined)) : reason;
    }
  };
}

/** Not the error of a connection or of AWS, which have their own words. */
function isOfSource(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return /^(CredentialsProvider|TokenProvider)Error$/.test(error.name) || ('code' in error && error.code === 'ENOENT');
}

function describe({ message }: Error, profile: string | undefined): string {
  const reason = printable(message.trim().replace(/\s*\n\s*/g, ': '));
  const [, empty] = NOTHING_IN_PROFILE.exec(message) ?? [];
  if (profile === undefined && empty === 'default') {
    return 'No AWS credentials were found. Log in (aws sso login, aws configure), or choose a profile with --profile.';
  }
  const name = printable(profile ?? 'default');
  if (empty === profile) {
    return `The AWS profile ${name} does not exist, or names no credentials. aws configure list-profiles shows those that exist; choose one with --profile.`;
  }
  if (empty !== undefined) {
    return `The AWS profile ${name} takes its credentials from the profile ${printable(empty)}, which does not exist or names none. Correct source_profile in the AWS configuration.`;
  }
  const advice = /\bSSO\b|sso login/.test(message)
    ? `Log in: aws sso login --profile ${name}.`
    : /login/.test(message)
      ? `Log in: aws login --profile ${name}.`
      : 'Correct the profile in the AWS configuration, or choose another one with --profile.';
  return `The AWS profile ${name} gives no credentials: ${reason.replace(/\.?$/, '.')} ${advice}`;
}
