import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describeError } from '../../toolbox/errors.ts';
import { awsConfig, withClient } from './aws.ts';

/** The person or the role of the credentials. Needs no permission. */
export async function readCaller(): Promise<string> {
  const { Arn = 'unknown' } = await withClient(new STSClient(awsConfig()), (client) =>
    client.send(new GetCallerIdentityCommand()),
  );
  return Arn;
}

/** The account and the Region of the credentials, or why they are not known. Needs no permission. */
export async function findAccount(): Promise<
  { readonly id: string; readonly region: string } | { readonly reason: string }
> {
  return withClient(new STSClient({ ...awsConfig(), maxAttempts: 2 }), async (client) => {
    const { Account = '' } = await client.send(new GetCallerIdentityCommand());
    return { id: Account, region: await client.config.region() };
  }).catch((error: unknown) => ({ reason: describeError(error) }));
}
