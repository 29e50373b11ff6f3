import type { SetAsideItem } from '../../contract/set-aside-item.ts';
import { SHOWN_DIGITS } from '../../lookup/set-aside/list.ts';
import type { SetAsideEntry } from '../../lookup/set-aside/read.ts';
import type { TimeTexts } from '../../lookup/times.ts';
import { pluralize, printable } from '../../toolbox/text.ts';
import type { ReplayedBody } from '../set-aside/replay.ts';
import { styled } from '../terminal/output.ts';
import { formatColumns, formatTable } from '../terminal/table.ts';

/** One line per entry. */
export function setAsideListText(entries: readonly SetAsideEntry[], times: TimeTexts): string {
  const rows = entries
    .map(printable)
    .map(({ id, reason, count, lastReceivedAt, problems }) => [
      id.slice(0, SHOWN_DIGITS),
      reason,
      String(count),
      times.at(lastReceivedAt),
      problemText(problems),
    ]);
  const table = formatTable(['id', 'reason', 'times', `last received (${times.offset})`, 'problems'], rows);
  return `${table}\n\n${pluralize(entries.length, 'body', 'bodies')}`;
}

/** A body with all of its data. */
export function setAsideText({ body, ...item }: SetAsideItem, times: TimeTexts): string {
  const { id, reason, problems, contentType, count, firstReceivedAt, lastReceivedAt } = printable(item);
  const isText = typeof body === 'string';
  const text = isText ? body : Buffer.from(body).toString('base64');
  return [
    styled('bold', id),
    formatColumns([
      ['reason', reason],
      [
        'received',
        `${pluralize(count, 'time')}, ${times.at(firstReceivedAt)} to ${times.at(lastReceivedAt)} ${times.offset}`,
      ],
      ['content type', contentType ?? 'none'],
      ...problems.map(({ pointer, detail }) => ['problem', `${pointer || 'the body'} ${detail}`]),
    ]),
    isText ? 'The body:' : 'The body, which is not text, in base64:',
    // Keeps the line breaks, so that the body is readable
    printable(text.split(/\r?\n/)).join('\n'),
  ].join('\n\n');
}

/** How many bodies had each result. */
export function replayText(replayed: readonly ReplayedBody[]): string {
  const counts = new Map<string, number>();
  for (const { result, reason } of printable(replayed)) {
    const words = reason === undefined ? result : `${result}: ${reason}`;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return formatColumns([...counts].map(([words, count]) => [String(count), words]));
}

/** The item for JSON, with bytes in base64. */
export function setAsideJson({ body, ...item }: SetAsideItem): object {
  return typeof body === 'string' ? { ...item, body } : { ...item, bodyBase64: Buffer.from(body).toString('base64') };
}

function problemText(problems: SetAsideEntry['problems']): string {
  const [first] = problems;
  if (first === undefined) return '';
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return `${first.pointer || 'the body'} ${first.detail}${more}`;
}
