import { setTimeout } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  type ResultField,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Look } from '../../contract/page.ts';
import type { LookFilter, Looks } from '../../page/door.ts';

/** Of the log, newest first. More than a person reads; CloudWatch Logs allows 10,000. */
const MAX_LOOKS = 1_000;
const POLL_MS = 250;
/** API Gateway waits for 30 seconds. */
const TIMEOUT_MS = 20_000;
const MESSAGE = '@message';
const REQUESTS = { requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true } };

let client: CloudWatchLogsClient | undefined;

/**
 * Reads the looks back from the log of the page, which is a few seconds behind. A query costs by the bytes of the log in its
 * period.
 *
 * @throws Error if the query fails or takes too long, and the errors of the client
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AnalyzingLogData.html
 */
export async function readLooks(logGroupName: string, { umid, from, to }: LookFilter): Promise<Looks> {
  client ??= new CloudWatchLogsClient(REQUESTS);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const { queryId } = await client.send(
    new StartQueryCommand({
      logGroupName,
      startTime: Math.floor(from.getTime() / 1000),
      endTime: Math.ceil(to.getTime() / 1000),
      queryString: queryFor(umid),
      limit: MAX_LOOKS,
    }),
    { abortSignal: signal },
  );
  for (;;) {
    const { status = 'Unknown', results = [] } = await client.send(new GetQueryResultsCommand({ queryId }), {
      abortSignal: signal,
    });
    if (status === 'Complete') return looksIn(results, umid);
    if (status !== 'Running' && status !== 'Scheduled') throw new Error(`The query of the log ended: ${status}.`);
    await setTimeout(POLL_MS, undefined, { signal });
  }
}

/** Finds at least the looks at the message: what a umid has beside letters, digits and hyphens may be anything here. */
function queryFor(umid: string | undefined): string {
  const shows = umid === undefined ? '' : ` and ${MESSAGE} like /"${umid.replace(/[^\w-]+/g, '.*')}"/`;
  return `fields ${MESSAGE} | filter message = "look"${shows} | sort @timestamp desc`;
}

function looksIn(results: readonly ResultField[][], umid: string | undefined): Looks {
  const looks = results
    .map((row) => lookIn(row.find(({ field }) => field === MESSAGE)?.value))
    .filter((look) => look !== undefined)
    .filter(({ umids = [] }) => umid === undefined || umids.includes(umid));
  return { looks, isComplete: results.length < MAX_LOOKS };
}

/** Undefined for a line that something else wrote. */
function lookIn(line = ''): Look | undefined {
  try {
    const value = JSON.parse(line);
    return value?.message === 'look' ? value : undefined;
  } catch {
    return undefined;
  }
}
