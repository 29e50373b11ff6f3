import { AthenaClient } from '@aws-sdk/client-athena';
import type { ArchiveNames } from '../../lookup/archive/archive-names.ts';
import { AthenaError } from '../../lookup/archive/query-athena.ts';
import { archiveSource } from '../../lookup/report/archive-source.ts';
import type { ReportSource } from '../../report/report.ts';
import { toolName } from '../../toolbox/command-line.ts';
import { CliError, InterruptedError } from '../../toolbox/errors.ts';
import { awsConfig } from '../deployment/aws.ts';
import { printError } from '../terminal/output.ts';

/** Runs work with reports of the archive, and closes the connection. */
export async function athenaReports<T>(archive: ArchiveNames, work: (source: ReportSource) => Promise<T>): Promise<T> {
  const client = new AthenaClient(awsConfig());
  const stop = new AbortController();
  const interrupt = () => stop.abort(new InterruptedError('Interrupted. Nothing was changed.'));
  process.once('SIGINT', interrupt);
  printError(
    `Asks Athena in the workgroup ${archive.workGroup}. It is a quarter of an hour behind the table, which --table reads. ${toolName()} archive backfill adds messages from before the archive was turned on.`,
  );
  try {
    return await work(archiveSource(client, archive, stop.signal));
  } catch (error) {
    if (error instanceof AthenaError) throw new CliError(`Athena: ${error.message}`);
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    process.off('SIGINT', interrupt);
    client.destroy();
  }
}
