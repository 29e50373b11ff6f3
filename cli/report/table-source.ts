import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { scanMessages } from '../../lookup/report/scan-messages.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import type { ReportSource } from '../../report/report.ts';
import { reportsOf } from '../../report/report-builder.ts';
import { InterruptedError } from '../../toolbox/errors.ts';
import { startProgress } from '../../toolbox/progress.ts';
import { printError } from '../terminal/output.ts';
import { readSizeText } from '../text/report.ts';

/** Reports of the receipts table, which a scan reads as a whole. Says first how much it reads, and what that costs. */
export function tableSource({ client, receiptsTable: table, name, metricsNamespace }: TableConnection): ReportSource {
  return async (queries) => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    const size = { items: Table?.ItemCount ?? 0, bytes: Table?.TableSizeBytes ?? 0 };
    // Local tables have no metrics, and cost nothing
    printError(readSizeText(size, name, metricsNamespace !== undefined));
    const stop = new AbortController();
    const interrupt = () => stop.abort(new InterruptedError('Interrupted. Nothing was changed.'));
    process.once('SIGINT', interrupt);
    const progress = startProgress('Items read:', Math.max(size.items, 1));
    const period = {
      from: new Date(Math.min(...queries.map(({ from }) => from.getTime()))),
      to: new Date(Math.max(...queries.map(({ to }) => to.getTime()))),
    };
    const begin = performance.now();
    const onRead = (items: number) => progress.update(items, timeLeft(items, size.items, performance.now() - begin));
    try {
      return await reportsOf(queries, async (add) => {
        await scanMessages({ client, table, ...period, onRead, signal: stop.signal }, add);
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
