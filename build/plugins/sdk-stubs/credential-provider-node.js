import { fromEnv } from '@aws-sdk/credential-provider-env';
import { chain, memoize } from '@smithy/core/config';

/**
 * Lambda hands a function its credentials in the environment, and with SnapStart at an address on the machine, as
 * containers have it. The rest of the SDK's chain (profiles, single sign-on, web identity, commands, EC2's metadata)
 * has nothing to find there.
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
