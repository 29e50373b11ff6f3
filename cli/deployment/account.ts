import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describeError } from '../../toolbox/errors.ts';
import { awsConfig } from './aws.ts';

/** The person or the role of the credentials. Needs no permission. */
export async function readCaller(): Promise<string> {
  const client = new STSClient(awsConfig());
  try {
    const { Arn = 'unknown' } = await client.send(new GetCallerIdentityCommand());
    return Arn;
  } finally {
    client.destroy();
  }
}

/** The account and the Region of the credentials, or why they are not known. Needs no permission. */
export async function findAccount(): Promise<
  { readonly id: string; readonly region: string } | { readonly reason: string }
> {
  const client = new STSClient({ ...awsConfig(), maxAttempts: 2 });
  try {
    const { Account = '' } = await client.send(new GetCallerIdentityCommand());
    return { id: Account, region: await client.config.region() };
  } catch (error) {
    return { reason: describeError(error) };
  } finally {
    client.destroy();
  }
}
