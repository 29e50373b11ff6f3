import type { Difference } from '../../simulator/expect.ts';
import type { MessageLifecycle } from '../../simulator/message-lifecycle.ts';
import type { SendReport } from '../../simulator/send.ts';
import { DYNAMODB_VARIABLE } from '../deployment/table-connection.ts';
import { pluralize, printable, styled } from '../terminal/output.ts';
import { formatColumns, truncate } from '../terminal/table.ts';

const SHOWN_DIFFERENCES = 10;
const MAX_VALUE_LENGTH = 120;

/** The result of a run, which `--json` prints. */
export interface RunSummary {
  readonly seed: number;
  readonly messages: number;
  readonly acknowledged: number;
  readonly posts: number;
  readonly retries: number;
  readonly dropped: number;
  readonly answers: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Undefined if the table was not read. */
  readonly comparison: Comparison | undefined;
}

export interface Comparison {
  /** Compared messages: all without a dropped receipt. */
  readonly messages: number;
  readonly differences: readonly Difference[];
}

export function summaryOf(
  seed: number,
  lifecycles: readonly MessageLifecycle[],
  report: SendReport,
  seconds: number,
  comparison: Comparison | undefined,
): RunSummary {
  const { acknowledged, posts, retries, dropped, answers } = report;
  return {
    seed,
    messages: lifecycles.length,
    acknowledged: acknowledged.length,
    posts,
    retries,
    dropped: dropped.length,
    answers,
    seconds: Number(seconds.toFixed(2)),
    comparison,
  };
}

export function summaryText(summary: RunSummary): string {
  const { messages, acknowledged, posts, retries, dropped, answers, seconds, seed, comparison } = summary;
  const rate = Math.round(posts / Math.max(seconds, 0.01));
  return [
    formatColumns([
      ['messages', String(messages)],
      ['receipts', `${acknowledged} acknowledged, ${dropped} dropped`],
      ['posts', `${posts} in ${seconds} s (${rate} a second)`],
      ['retries', String(retries)],
      [
        'answers',
        Object.entries(answers)
          .map(([code, count]) => `${code}: ${count}`)
          .join(', '),
      ],
      ['seed', String(seed)],
    ]),
    comparisonText(comparison),
  ].join('\n\n');
}

function comparisonText(comparison: Comparison | undefined): string {
  if (comparison === undefined)
    return `The table was not compared: name its address with --dynamodb or ${DYNAMODB_VARIABLE}.`;
  const { messages, differences } = printable(comparison);
  if (messages === 0) return 'No message was compared: of each, a receipt was dropped.';
  if (differences.length === 0) {
    return styled('green', `The table holds all ${pluralize(messages, 'message')}, each as it was sent.`);
  }
  const shown = differences
    .slice(0, SHOWN_DIFFERENCES)
    .map(({ umid, attribute, expected, actual }) => [
      umid,
      attribute,
      `expected ${truncate(JSON.stringify(expected) ?? 'nothing', MAX_VALUE_LENGTH)}`,
      `found ${truncate(JSON.stringify(actual) ?? 'nothing', MAX_VALUE_LENGTH)}`,
    ]);
  const different = new Set(differences.map(({ umid }) => umid)).size;
  const more = differences.length > shown.length ? `\n  and ${differences.length - shown.length} more` : '';
  return `${styled('red', `Different from what was sent: ${pluralize(different, 'message')}`)}\n${formatColumns(shown)}${more}`;
}
