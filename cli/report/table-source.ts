import { scanMessages } from '../../lookup/report/scan-messages.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { spanOf } from '../../report/days.ts';
import type { ReportSource } from '../../report/report.ts';
import { reportsOf } from '../../report/report-builder.ts';
import { type TableSize, withScanProgress } from '../terminal/scan-progress.ts';

/**
 * Reports of the receipts table, which a scan reads as a whole.
 *
 * @param onSize - called before the read
 */
export function tableSource(
  connection: Pick<TableConnection, 'client' | 'receiptsTable'>,
  onSize: (size: TableSize) => void,
): ReportSource {
  return (queries) =>
    withScanProgress(connection, { onSize }, (scan) =>
      reportsOf(queries, async (add) => {
        await scanMessages({ ...scan, ...spanOf(queries) }, add);
      }),
    );
}
