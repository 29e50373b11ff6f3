import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Emulator } from './emulator.ts';

/** A function of the stack, by the name of its construct. */
export type Logger = 'Receive' | 'Redrive' | 'EventsPublish' | 'Archive' | 'Reconcile' | 'Page';

/** The lines of JSON that a function has logged so far. */
export async function linesOf(emulator: Emulator, logger: Logger): Promise<Record<string, unknown>[]> {
  const client = new CloudWatchLogsClient(emulator.clientConfig);
  try {
    const lines: Record<string, unknown>[] = [];
    for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
      for (const { logGroupName = '' } of logGroups.filter(({ logGroupName: name }) => isOf(logger, name))) {
        for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName })) {
          lines.push(...events.flatMap(({ message = '' }) => parsed(message)));
        }
      }
    }
    return lines;
  } finally {
    client.destroy();
  }
}

/** CloudFormation names the group after the stack and the construct, with random letters at the end. */
function isOf(logger: Logger, name = ''): boolean {
  return name.includes(`${logger}Logs`);
}

/** Leaves out Lambda's own lines, which are plain text on the emulator. */
function parsed(message: string): Record<string, unknown>[] {
  return message.startsWith('{') ? [JSON.parse(message)] : [];
}
