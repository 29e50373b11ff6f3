import { SETTLED_AFTER_HOURS } from '../../eight-by-eight/posting.ts';
import { pluralize, printable } from '../../toolbox/text.ts';
import type { ReconcileResult } from '../reconcile/reconcile-log.ts';
import { formatColumns } from '../terminal/table.ts';

/** The output of `--json`. Scripts rely on it. */
export function reconcileJson({ tally, unreadableRows }: ReconcileResult): object {
  const { rows, same, missing, behind, ahead, unreadable, applied } = tally;
  return { rows, same, missing, behind, ahead, unreadable, applied, unreadableRows };
}

export function reconcileText(result: ReconcileResult, output: string | undefined): string {
  const { rows, same, missing, behind, ahead, unreadable, applied, unfinished } = result.tally;
  const lacking = missing + behind;
  return printable<string[]>([
    `${pluralize(rows, 'message')} in the log of 8x8`,
    ...lines(
      formatColumns([
        ['same', `${same}`, 'the table has this status'],
        ['missing', `${missing}`, 'the table has no item'],
        ['behind', `${behind}`, "the log's status is newer"],
        ['ahead', `${ahead}`, "the table's status is newer"],
        ['unreadable', `${unreadable}`, 'the row cannot be understood'],
      ]),
    ),
    ...(unfinished > 0
      ? [
          `${pluralize(unfinished, 'message')} older than ${SETTLED_AFTER_HOURS} hours without a terminal status, at 8x8 and here.`,
        ]
      : []),
    ...(result.isApplied ? [`Recorded: ${applied}.`] : []),
    ...statesText(result),
    ...umidsText(result, lacking, output),
    ...unreadableText(result),
  ]).join('\n');
}

function statesText({ byState }: ReconcileResult): string[] {
  if (byState.size === 0) return [];
  const rows = [...byState].map(([state, { missing, behind }]) => [state, `${missing}`, `${behind}`]);
  return ['', ...lines(formatColumns([['state', 'missing', 'behind'], ...rows]))];
}

function umidsText({ umids }: ReconcileResult, lacking: number, output: string | undefined): string[] {
  if (lacking === 0) return [];
  if (output !== undefined) return ['', `The umids are in ${output}.`];
  const more = lacking - umids.length;
  return ['', ...umids.map((umid) => `  ${umid}`), ...(more > 0 ? [`  and ${more} more: see --output`] : [])];
}

function unreadableText({ unreadableRows, tally }: ReconcileResult): string[] {
  if (unreadableRows.length === 0) return [];
  const more = tally.unreadable - unreadableRows.length;
  return [
    '',
    'Unreadable rows:',
    ...unreadableRows.map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function lines(text: string): string[] {
  return text.split('\n');
}
