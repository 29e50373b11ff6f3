import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { TableScan } from '../../lookup/scan-table.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { InterruptedError } from '../../toolbox/errors.ts';
import { startProgress } from '../../toolbox/progress.ts';

/** How much a read of the whole table is. DynamoDB updates both about every six hours. */
export interface TableSize {
  readonly items: number;
  readonly bytes: number;
}

export interface ScanTexts {
  /** Called before the read. */
  readonly onSize: (size: TableSize) => void;
  /** Of the error after Ctrl-C. Default: nothing was changed. */
  readonly interrupted?: string;
}

/** Runs work that reads the receipts table as a whole, with progress, until Ctrl-C. */
export async function withScanProgress<T>(
  { client, receiptsTable: table }: Pick<TableConnection, 'client' | 'receiptsTable'>,
  { onSize, interrupted = 'Interrupted. Nothing was changed.' }: ScanTexts,
  work: (scan: TableScan & { readonly signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  const size = { items: Table?.ItemCount ?? 0, bytes: Table?.TableSizeBytes ?? 0 };
  onSize(size);
  const stop = new AbortController();
  const interrupt = () => stop.abort(new InterruptedError(interrupted));
  process.once('SIGINT', interrupt);
  const progress = startProgress('Items read:', Math.max(size.items, 1));
  const begin = performance.now();
  const onRead = (items: number) => progress.update(items, timeLeft(items, size.items, performance.now() - begin));
  try {
    return await work({ client, table, onRead, signal: stop.signal });
  } finally {
    process.off('SIGINT', interrupt);
    progress.end();
  }
}

function timeLeft(done: number, total: number, ms: number): string {
  const left = (ms / 1000 / Math.max(done, 1)) * Math.max(total - done, 0);
  return `about ${Math.ceil(left)} s left`;
}
