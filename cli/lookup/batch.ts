import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { isTerminal } from '../../lambda/receipt/status-order.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { pluralize, printable, styled } from '../terminal/output.ts';
import { startProgress } from '../terminal/progress.ts';
import { barOf, formatColumns } from '../terminal/table.ts';
import { errorText } from '../text/message.ts';
import { queryIndex } from './query-index.ts';

const BAR_WIDTH = 30;

/** Numbers of a batch's messages by state and by error. */
export interface BatchSummary {
  readonly batchId: string;
  readonly messages: number;
  /** Messages in a terminal state. */
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

type BatchEntry = Pick<ReceiptItem, 'state' | 'detail' | 'errorCode'>;

/** Counts the messages in the index, without reading the items. */
export async function summarizeBatch(connection: TableConnection, batchId: string): Promise<BatchSummary> {
  const entries: BatchEntry[] = [];
  const progress = startProgress('Counting messages');
  for await (const page of queryIndex(connection, 'byBatchId', batchId)) {
    for (const { state = '', detail, errorCode } of page) {
      entries.push({ state, ...(detail && { detail }), ...(errorCode && { errorCode }) });
    }
    progress.update(entries.length);
  }
  progress.end();
  const states = countsOf(entries, ({ state, detail }) => JSON.stringify([state, detail]));
  const errors = countsOf(
    entries.filter(({ errorCode }) => errorCode !== undefined),
    ({ errorCode }) => String(errorCode),
  );
  return {
    batchId,
    messages: entries.length,
    ended: entries.filter(isTerminal).length,
    states: states.map(({ first: { state, detail }, count }) => ({ state, ...(detail && { detail }), count })),
    errors: errors.map(({ first: { errorCode = 0 }, count }) => ({ errorCode, count })),
  };
}

/** Most frequent first. */
function countsOf(entries: readonly BatchEntry[], keyOf: (entry: BatchEntry) => string) {
  const counts = new Map<string, { readonly first: BatchEntry; count: number }>();
  for (const entry of entries) {
    const counted = counts.get(keyOf(entry)) ?? { first: entry, count: 0 };
    counted.count += 1;
    counts.set(keyOf(entry), counted);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

export function batchText(summary: BatchSummary): string {
  const { batchId, messages, ended, states, errors } = printable(summary);
  const row = (words: string, count: number): string[] => [
    words,
    String(count),
    `${((100 * count) / messages).toFixed(1)} %`,
    barOf(count / messages, BAR_WIDTH),
  ];
  const parts = [
    `${styled('bold', `Batch ${batchId}`)}  ${pluralize(messages, 'message')}, ${ended} of them in a terminal state`,
    formatColumns(states.map(({ state, detail, count }) => row([state, detail].filter(Boolean).join(', '), count))),
  ];
  if (errors.length > 0)
    parts.push(`Errors\n${formatColumns(errors.map(({ errorCode, count }) => row(errorText({ errorCode }), count)))}`);
  return parts.join('\n\n');
}
