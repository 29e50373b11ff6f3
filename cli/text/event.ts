import type { StatusChanged } from '../../contract/events.ts';
import { printable } from '../../toolbox/text.ts';

/** A status change as one line. */
export function eventLine(change: StatusChanged): string {
  const { receivedAt, umid, state, previousState, detail, errorCode, errorReason, subAccountId } = change;
  const error = errorCode === undefined ? '' : [errorReason, `(error ${errorCode})`].filter(Boolean).join(' ');
  const status = [previousState === undefined ? state : `${previousState} -> ${state}`, detail, error]
    .filter(Boolean)
    .join(', ');
  return printable([receivedAt, umid, subAccountId, status].filter((part) => part !== undefined)).join('  ');
}
