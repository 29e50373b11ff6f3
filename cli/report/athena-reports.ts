import { AthenaClient } from '@aws-sdk/client-athena';
import type { ArchiveNames } from '../../lookup/archive/archive-names.ts';
import { archiveSource } from '../../lookup/report/archive-source.ts';
import type { ReportQuery, ReportSource } from '../../report/report.ts';
import { toolName } from '../../toolbox/command-line.ts';
import { InterruptedError } from '../../toolbox/errors.ts';
import { awsConfig } from '../deployment/aws.ts';
import { printError } from '../terminal/output.ts';

const NO_SENDERS =
  'The archive has no senders: set "archiveFields": "source" in receipts.config.json and deploy it, or use --table.';

/** Runs work with reports of the archive, and closes the connection. */
export async function athenaReports<T>(archive: ArchiveNames, work: (source: ReportSource) => Promise<T>): Promise<T> {
  const client = new AthenaClient(awsConfig());
  const stop = new AbortController();
  const interrupt = () => stop.abort(new InterruptedError('Interrupted. Nothing was changed.'));
  process.once('SIGINT', interrupt);
  printError(
    `Asks Athena in the workgroup ${archive.workGroup}. It is a quarter of an hour behind the table, which --table reads. ${toolName()} archive backfill adds messages from before the archive was turned on.`,
  );
  const source = archiveSource(client, archive, stop.signal);
  try {
    return await work((queries) => {
      if (!archive.fields.includes('source') && queries.some(asksForSource)) printError(NO_SENDERS);
      return source(queries);
    });
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    process.off('SIGINT', interrupt);
    client.destroy();
  }
}

function asksForSource({ by, filter }: ReportQuery): boolean {
  return by.includes('source') || filter.source !== undefined;
}
