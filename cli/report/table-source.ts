import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { scanMessages } from '../../lookup/report/scan-messages.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { spanOf } from '../../report/days.ts';
import type { ReportSource } from '../../report/report.ts';
import { reportsOf } from '../../report/report-builder.ts';
import { InterruptedError } from '../../toolbox/errors.ts';
import { startProgress } from '../../toolbox/progress.ts';

/** How much a report reads. DynamoDB updates both about every six hours. */
export interface TableSize {
  readonly items: number;
  readonly bytes: number;
}

/**
 * Reports of the receipts table, which a scan reads as a whole.
 *
 * @param onSize - called before the read
 */
export function tableSource(
  { client, receiptsTable: table }: Pick<TableConnection, 'client' | 'receiptsTable'>,
  onSize: (size: TableSize) => void,
): ReportSource {
  return async (queries) => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    const size = { items: Table?.ItemCount ?? 0, bytes: Table?.TableSizeBytes ?? 0 };
    onSize(size);
    const stop = new AbortController();
    const interrupt = () => stop.abort(new InterruptedError('Interrupted. Nothing was changed.'));
    process.once('SIGINT', interrupt);
    const progress = startProgress('Items read:', Math.max(size.items, 1));
    const begin = performance.now();
    const onRead = (items: number) => progress.update(items, timeLeft(items, size.items, performance.now() - begin));
    try {
      return await reportsOf(queries, async (add) => {
        await scanMessages({ client, table, ...spanOf(queries), onRead, signal: stop.signal }, add);
      });
    } finally {
      process.off('SIGINT', interrupt);
      progress.end();
    }
  };
}

function timeLeft(done: number, total: number, ms: number): string {
  const left = (ms / 1000 / Math.max(done, 1)) * Math.max(total - done, 0);
  return `about ${Math.ceil(left)} s left`;
}
