import { AthenaClient, type AthenaClientConfig } from '@aws-sdk/client-athena';
import type { ReportQuery } from '../../report/report.ts';
import { MINUTE_MS } from '../../toolbox/clock.ts';
import type { ArchiveNames } from '../archive/archive-names.ts';
import { archiveSource } from './archive-source.ts';
import type { ReadReports } from './read-reports.ts';

/**
 * API Gateway waits for 30 seconds.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const TIMEOUT_MS = 25_000;
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * Asks the archive, which reads less than the table does, and keeps more. Periods begin and end with a quarter of an hour, so that
 * Athena can reuse the result for the next reader.
 */
export function archiveReports(archive: ArchiveNames, config: AthenaClientConfig = {}): ReadReports {
  const lacks = archive.fields.includes('source') ? '' : ' and has no senders';
  return async (queries) => {
    const client = new AthenaClient(config);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const reports = await archiveSource(client, archive, signal)(queries.map(inQuarters));
      return { reports, origin: `the archive, which is a quarter of an hour behind${lacks}`, isPart: false };
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      client.destroy();
    }
  };
}

function inQuarters({ from, to, ...query }: ReportQuery): ReportQuery {
  return { ...query, from: quarterOf(from), to: quarterOf(to) };
}

function quarterOf(time: Date): Date {
  return new Date(Math.floor(time.getTime() / QUARTER_MS) * QUARTER_MS);
}
