import type { StatusEntry } from '../../contract/receipt-item.ts';
import { USUAL_STATES } from '../../eight-by-eight/states.ts';
import { isTerminal } from '../../lambda/receipt/status-order.ts';
import { SUCCESS_STATES } from '../../lookup/message-words.ts';
import { type Html, html } from '../html.ts';

const COLOURED: ReadonlySet<string> = new Set(USUAL_STATES);

/** The CSS class of a state's colour. */
export function classOf(state: string): string {
  return `state-${COLOURED.has(state) ? state : 'other'}`;
}

export function stateBadge(state: string): Html {
  return html`<span class="badge ${classOf(state)}"><span>${state || 'no state'}</span></span>`;
}

/** Whether a terminal status means that the message was not delivered. */
export function isFailure({ state = '', detail }: Partial<Pick<StatusEntry, 'state' | 'detail'>>): boolean {
  return isTerminal({ state, ...(detail && { detail }) }) && !SUCCESS_STATES.has(state);
}
