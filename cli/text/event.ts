import type { StatusChanged } from '../../contract/events.ts';
import { errorText } from '../../lookup/message-words.ts';
import type { TimeTexts } from '../../lookup/times.ts';
import { printable, truncate } from '../../toolbox/text.ts';

/** The columns of a stream, which cannot be as wide as what is still to come. */
const WIDTHS = [36, 24, 21];

export function eventHeader({ offset }: TimeTexts): string {
  return columns(['error', 'state', `time (${offset})`, 'umid', 'sub-account']);
}

/** A status change as one line: what went wrong first. */
export function eventLine(change: StatusChanged, times: TimeTexts): string {
  const { receivedAt, umid, state, previousState, detail, subAccountId = '' } = printable(change);
  const status = previousState === undefined || previousState === state ? state : `${previousState} -> ${state}`;
  return columns([
    errorText(change),
    [status, detail].filter(Boolean).join(', '),
    times.at(receivedAt),
    umid,
    subAccountId,
  ]);
}

function columns(cells: readonly string[]): string {
  return cells
    .map((cell, at) => {
      const width = WIDTHS[at];
      return width === undefined ? cell : truncate(cell, width).padEnd(width);
    })
    .join('  ')
    .trimEnd();
}
