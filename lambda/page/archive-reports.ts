import { AthenaClient } from '@aws-sdk/client-athena';
import type { ArchiveNames } from '../../lookup/archive/archive-names.ts';
import { archiveSource } from '../../lookup/report/archive-source.ts';
import type { ReadReports } from '../../page/insights.ts';

/** API Gateway waits for 30 seconds. */
const TIMEOUT_MS = 25_000;

/** Reads the insights from the archive, which reads less than the table does, and keeps more. */
export function archiveReports(archive: ArchiveNames): ReadReports {
  return async (queries) => {
    const client = new AthenaClient();
    const read = archiveSource(client, archive, AbortSignal.timeout(TIMEOUT_MS));
    try {
      const reports = await read(queries);
      return { reports, origin: 'the archive, which is a quarter of an hour behind', isPart: false };
    } finally {
      client.destroy();
    }
  };
}
