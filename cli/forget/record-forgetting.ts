import { randomUUID } from 'node:crypto';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  type PutLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Look } from '../../contract/page.ts';
import { readCaller } from '../deployment/account.ts';
import { awsConfig } from '../deployment/aws.ts';

/**
 * Messages in one line, which then has 40 KB. CloudWatch Logs takes 1 MB in a request.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
const MESSAGES_PER_LINE = 1000;

/** Writes into the log of the page who had these messages erased. The number that was looked for is not in it. */
export async function recordForgetting(logGroupName: string, umids: readonly string[]): Promise<void> {
  const subject = await readCaller();
  const time = new Date();
  const look: Look = { message: 'look', time: time.toISOString(), kind: 'forget', subject, ...emailOf(subject) };
  const logStreamName = `forget/${randomUUID()}`;
  const client = new CloudWatchLogsClient(awsConfig());
  try {
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    for (let from = 0; from === 0 || from < umids.length; from += MESSAGES_PER_LINE) {
      const line: Look = { ...look, umids: umids.slice(from, from + MESSAGES_PER_LINE) };
      const logEvents: PutLogEventsCommandInput['logEvents'] = [
        { timestamp: time.getTime(), message: JSON.stringify(line) },
      ];
      await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    }
  } finally {
    client.destroy();
  }
}

/** Of IAM Identity Center and of most federations, the last part of the role's session is the e-mail address. */
function emailOf(arn: string): Pick<Look, 'email'> {
  const session = arn.split('/').at(-1) ?? '';
  return session.includes('@') ? { email: session } : {};
}
