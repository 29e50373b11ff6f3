import { pluralize, printable, truncate } from '../../toolbox/text.ts';
import { DYNAMODB_VARIABLE } from '../deployment/table-connection.ts';
import type { Comparison, RunSummary } from '../send/run-sender.ts';
import { styled } from '../terminal/output.ts';
import { formatColumns } from '../terminal/table.ts';

const SHOWN_DIFFERENCES = 10;
const MAX_VALUE_LENGTH = 120;

export function sendText(summary: RunSummary): string {
  const { messages, acknowledged, posts, retries, dropped, answers, seconds, seed, begin, comparison } = summary;
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
      ['begin', begin],
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
