import type { ReceiptItemStatus } from '../../../contract/receipt-item.ts';
import { isTerminal } from '../../../lambda/receipt/status-order.ts';
import { type Html, html } from '../html.ts';

const COLOURED: ReadonlySet<string> = new Set([
  'queued',
  'sent',
  'delivered',
  'read',
  'undelivered',
  'rejected',
  'failed',
]);
const SUCCESSES: ReadonlySet<string> = new Set(['delivered', 'read']);

/** The class of the stylesheet that gives a state its colour. */
export function classOf(state: string): string {
  return `state-${COLOURED.has(state) ? state : 'other'}`;
}

export function stateBadge(state: string): Html {
  return html`<span class="badge ${classOf(state)}">${state || 'no state'}</span>`;
}

/** Whether a message ended without reaching anybody. */
export function isFailure({ state = '', detail }: Partial<Pick<ReceiptItemStatus, 'state' | 'detail'>>): boolean {
  return isTerminal({ state, ...(detail && { detail }) }) && !SUCCESSES.has(state);
}
