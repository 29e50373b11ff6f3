import { randomUUID } from 'node:crypto';
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { lookLines } from '../../lambda/page/look-log.ts';
import { readCaller } from '../deployment/account.ts';
import { awsConfig, withClient } from '../deployment/aws.ts';

/** Writes into the log of the page who had these messages erased. The number that was looked for is not in it. */
export async function recordForgetting(logGroupName: string, umids: readonly string[]): Promise<void> {
  const person = personOf(await readCaller());
  const now = new Date();
  const logStreamName = `forget/${randomUUID()}`;
  await withClient(new CloudWatchLogsClient(awsConfig()), async (client) => {
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    for (const line of lookLines({ ...person, roles: [] }, { kind: 'forget', umids }, undefined, now)) {
      const logEvents = [{ timestamp: now.getTime(), message: JSON.stringify(line) }];
      await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    }
  });
}

/** Of IAM Identity Center and of most federations, the last part of the role's session is the e-mail address. */
function personOf(arn: string): { readonly subject: string; readonly email?: string } {
  const session = arn.split('/').at(-1) ?? '';
  return { subject: arn, ...(session.includes('@') && { email: session }) };
}
