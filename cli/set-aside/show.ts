import { formatColumns } from '../terminal/columns.ts';
import { pluralize, printable, styled } from '../terminal/output.ts';
import type { SetAsideEntry, SetAsideItem } from './set-aside-item.ts';

const SHOWN_DIGITS = 12;

/** Entries in a line each. */
export function listText(entries: readonly SetAsideEntry[]): string {
  const rows = entries.map(({ id, reason, count, lastReceivedAt, problems }) => [
    id.slice(0, SHOWN_DIGITS),
    reason,
    String(count),
    lastReceivedAt,
    problemText(problems),
  ]);
  return `${formatColumns([['id', 'reason', 'times', 'last received', 'problems'], ...rows])}\n\n${bodies(entries.length)}`;
}

/** A body with all that is known of it. */
export function showText({
  id,
  reason,
  problems,
  body,
  contentType,
  count,
  firstReceivedAt,
  lastReceivedAt,
}: SetAsideItem) {
  const isText = typeof body === 'string';
  const shown = isText ? body : Buffer.from(body).toString('base64');
  return [
    styled('bold', id),
    formatColumns([
      ['reason', reason],
      ['received', `${pluralize(count, 'time')}, ${firstReceivedAt} to ${lastReceivedAt}`],
      ['content type', printable(contentType ?? 'none')],
      ...(problems ?? []).map(({ pointer, detail }) => ['problem', printable(`${pointer || 'the body'} ${detail}`)]),
    ]),
    isText ? 'The body:' : 'The body, which is no text, in base64:',
    // Line breaks are part of how a body reads
    shown
      .split(/\r?\n/)
      .map((line) => printable(line))
      .join('\n'),
  ].join('\n\n');
}

function problemText(problems: SetAsideEntry['problems'] = []): string {
  const [first] = problems;
  if (first === undefined) return '';
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return printable(`${first.pointer || 'the body'} ${first.detail}${more}`, 80);
}

function bodies(count: number): string {
  return count === 1 ? '1 body' : `${count} bodies`;
}

/** An item that JSON can say: bytes in base64. */
export function asJson({ body, ...item }: SetAsideItem): object {
  return typeof body === 'string' ? { ...item, body } : { ...item, bodyBase64: Buffer.from(body).toString('base64') };
}
