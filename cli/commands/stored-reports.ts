import { Option } from '@commander-js/extra-typings';
import type { TableConnection } from '../../lookup/table-connection.ts';
import type { ReportSource } from '../../report/report.ts';
import { printError } from '../terminal/output.ts';

export const tableOption = () =>
  new Option('--table', 'from the table, though the stack has an archive, which is a quarter of an hour behind');

/** Runs work with reports of the archive if there is one, otherwise of the table. Says first what it reads. */
export async function withStoredReports<T>(
  connection: TableConnection,
  isTable: boolean,
  work: (source: ReportSource) => Promise<T>,
): Promise<T> {
  if (connection.archive !== undefined && !isTable) {
    const { athenaReports } = await import('../report/athena-reports.ts');
    return athenaReports(connection.archive, work);
  }
  const { tableSource } = await import('../report/table-source.ts');
  const { readSizeText } = await import('../text/read-size.ts');
  // Local tables have no metrics, and cost nothing
  const isBilled = connection.metricsNamespace !== undefined;
  return work(tableSource(connection, (size) => printError(readSizeText(size, connection.name, isBilled))));
}
