import type { BatchSummary } from '../../lookup/batch.ts';
import { errorText, statusText } from '../../lookup/message-words.ts';
import { percentText } from '../../lookup/numbers.ts';
import { barOf, pluralize, printable } from '../../toolbox/text.ts';
import { styled } from '../terminal/output.ts';
import { formatColumns } from '../terminal/table.ts';

const BAR_WIDTH = 30;

export function batchText(summary: BatchSummary): string {
  const { batchId, messages, delivered, failed, open, states, errors } = printable(summary);
  const row = (words: string, count: number): string[] => [
    words,
    String(count),
    percentText(count, messages),
    barOf(count / messages, BAR_WIDTH),
  ];
  const parts = [
    `${styled('bold', `Batch ${batchId}`)}  ${pluralize(messages, 'message')}: ${delivered} delivered, ${failed} failed, ${open} without an answer yet`,
    formatColumns(states.map(({ count, ...status }) => row(statusText(status), count))),
  ];
  if (errors.length > 0)
    parts.push(`Errors\n${formatColumns(errors.map(({ count, ...error }) => row(errorText(error), count)))}`);
  return parts.join('\n\n');
}
