import { isTerminal } from '../../lambda/receipt/status-order.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { barOf } from '../terminal/bar.ts';
import { formatColumns } from '../terminal/columns.ts';
import { pluralize, printable, styled } from '../terminal/output.ts';
import { progressOf } from '../terminal/progress.ts';
import { pagesOfIndex } from './find-keys.ts';
import type { MessageItem } from './item.ts';
import { errorText } from './timeline.ts';

const BAR_WIDTH = 30;

/** How many messages of a batch are where. */
export interface BatchSummary {
  readonly batchId: string;
  readonly messages: number;
  /** Messages whose life has ended. */
  readonly ended: number;
  readonly states: readonly StateCount[];
  readonly errors: readonly ErrorCount[];
}

interface StateCount {
  readonly state: string;
  readonly detail?: string;
  readonly count: number;
}

interface ErrorCount {
  readonly errorCode: number;
  readonly count: number;
}

type BatchEntry = Pick<MessageItem, 'state' | 'detail' | 'errorCode'>;

/** Counts from the index alone, without reading the items. */
export async function summarizeBatch(connection: TableConnection, batchId: string): Promise<BatchSummary> {
  const entries: BatchEntry[] = [];
  const progress = await progressOf('Counting messages');
  for await (const page of pagesOfIndex(connection, 'byBatchId', batchId)) {
    for (const { state, detail, errorCode } of page as readonly MessageItem[]) {
      entries.push({
        ...(state && { state }),
        ...(detail && { detail }),
        ...(errorCode !== undefined && { errorCode }),
      });
    }
    progress.to(entries.length);
  }
  progress.end();
  return batchSummary(batchId, entries);
}

export function batchSummary(batchId: string, entries: readonly BatchEntry[]): BatchSummary {
  const states = countsOf(entries, ({ state, detail }) => JSON.stringify([state, detail]));
  const errors = countsOf(
    entries.filter(({ errorCode }) => errorCode !== undefined),
    ({ errorCode }) => String(errorCode),
  );
  return {
    batchId,
    messages: entries.length,
    ended: entries.filter(({ state = '', detail }) => isTerminal({ state, ...(detail && { detail }) })).length,
    states: states.map(({ first: { state = '', detail }, count }) => ({ state, ...(detail && { detail }), count })),
    errors: errors.map(({ first: { errorCode = 0 }, count }) => ({ errorCode, count })),
  };
}

/** Most frequent first. */
function countsOf(entries: readonly BatchEntry[], keyOf: (entry: BatchEntry) => string) {
  const counts = new Map<string, { readonly first: BatchEntry; count: number }>();
  for (const entry of entries) {
    const pluralize = counts.get(keyOf(entry)) ?? { first: entry, count: 0 };
    pluralize.count += 1;
    counts.set(keyOf(entry), pluralize);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

export function batchText({ batchId, messages, ended, states, errors }: BatchSummary): string {
  const row = (words: string, count: number): string[] => [
    words,
    String(count),
    `${((100 * count) / messages).toFixed(1)} %`,
    barOf(count / messages, BAR_WIDTH),
  ];
  const parts = [
    `${styled('bold', `Batch ${printable(batchId)}`)}  ${pluralize(messages, 'message')}, ${ended} of them at the end of their life`,
    formatColumns(
      states.map(({ state, detail, count }) =>
        row([printable(state), printable(detail)].filter((part) => part !== '').join(', '), count),
      ),
    ),
  ];
  if (errors.length > 0)
    parts.push(`Errors\n${formatColumns(errors.map(({ errorCode, count }) => row(errorText({ errorCode }), count)))}`);
  return parts.join('\n\n');
}
