import { spanOf } from '../../report/days.ts';
import { reportsOf } from '../../report/report-builder.ts';
import type { TableConnection } from '../table-connection.ts';
import type { ReadReports } from './read-reports.ts';
import { scanMessages } from './scan-messages.ts';

/** Limits the wait and the cost of a page: about 13,000 read units for items of 2 KB. */
const MAX_ITEMS = 50_000;

/** Reads the receipts table, up to a limit. Its order is that of hashes, so that a part is a random one. */
export function tableReports(
  { client, receiptsTable: table }: Pick<TableConnection, 'client' | 'receiptsTable'>,
  maxItems = MAX_ITEMS,
): ReadReports {
  return async (queries) => {
    let scanned = { items: 0, isComplete: true };
    const reports = await reportsOf(queries, async (add) => {
      scanned = await scanMessages({ client, table, ...spanOf(queries), maxItems }, add);
    });
    const { items, isComplete } = scanned;
    return {
      reports,
      origin: isComplete ? 'the receipts table' : `${items.toLocaleString('en-US')} items of the receipts table`,
      isPart: !isComplete,
    };
  };
}
