import { STATES } from '../eight-by-eight/states.ts';
import { isKnownState, outcomeOf } from '../lambda/receipt/status-order.ts';

/** The states of messages that failed. */
export const FAILED_STATES: readonly string[] = STATES.filter((state) => outcomeOf({ state }) === 'failed');

/** Which of these states the vendor does not document, in words, and which it documents; undefined if it documents all. */
export function unknownStatesText(states: readonly string[]): string | undefined {
  const unknown = states.filter((state) => !isKnownState(state));
  if (unknown.length === 0) return undefined;
  return `8x8 documents no state ${unknown.join(' and no state ')}. It documents ${STATES.join(', ')}.`;
}
