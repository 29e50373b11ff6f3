import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { UndiciHttpHandler } from '@smithy/undici-http-handler';
import { sharedCredentials } from './credentials.ts';

const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY'];

export interface AwsSelection {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

/** What all clients of AWS have in common. */
export interface AwsConfig {
  readonly credentials?: AwsCredentialIdentityProvider;
  readonly requestHandler?: UndiciHttpHandler;
}

let selected: AwsSelection = {};
let configure: () => AwsConfig = () => ({});

/**
 * Selects the account and the Region of this run, and the proxy of the environment. Each client then has {@link awsConfig}.
 */
export async function selectAws({ profile, region }: AwsSelection): Promise<void> {
  selected = { profile, region };
  // The SDK reads them in many places, also for the profile's own clients
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  if (region !== undefined) process.env.AWS_REGION = region;
  const credentials = sharedCredentials();
  configure = () => ({ credentials });
  if (!PROXY_VARIABLES.some((name) => process.env[name] || process.env[name.toLowerCase()])) return;
  // Slow to load
  const { proxyFetch, proxyHandler } = await import('../../toolbox/proxy.ts');
  proxyFetch();
  configure = () => ({ credentials, requestHandler: proxyHandler() });
}

export function awsConfig(): AwsConfig {
  return configure();
}

/** Runs work with a client of AWS, and closes it. */
export async function withClient<Client extends { destroy(): void }, T>(
  client: Client,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

/** The options of this run that select AWS, for a command line to paste. */
export function awsOptions(): Record<string, string | undefined> {
  return { ...selected };
}
