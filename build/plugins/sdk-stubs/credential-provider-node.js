import { fromEnv } from '@aws-sdk/credential-provider-env';
import { chain, memoize } from '@smithy/core/config';

/**
 * Lambda passes credentials in the environment or, with SnapStart, at a local HTTP address, as containers do. The other
 * sources of the original (profiles, single sign-on, web identity, commands, EC2 metadata) do not exist on Lambda.
 */
export const defaultProvider = (init = {}) =>
  memoize(
    chain(fromEnv(init), async () => {
      const { fromHttp } = await import('@aws-sdk/credential-provider-http');
      return fromHttp(init)();
    }),
    credentialsTreatedAsExpired,
    credentialsWillNeedRefresh,
  );

export const credentialsWillNeedRefresh = ({ expiration }) => expiration !== undefined;

export const credentialsTreatedAsExpired = ({ expiration }) =>
  expiration !== undefined && expiration.getTime() - Date.now() < 300_000;
