import { USUAL_STATES } from '../../eight-by-eight/states.ts';
import { type MessageOutcome, outcomeOf } from '../../lambda/receipt/status-order.ts';
import { isWithOperator, type PartialStatus } from '../../lookup/message-words.ts';
import { numberText } from '../../lookup/numbers.ts';
import { type Html, html } from '../html.ts';

const COLOURED: ReadonlySet<string> = new Set(USUAL_STATES);

/** The names of the three outcomes of messages, in the order of charts. */
export const OUTCOMES: Readonly<Record<MessageOutcome, string>> = {
  delivered: 'delivered',
  failed: 'failed',
  open: 'no answer yet',
};

/** The CSS class of a state's colour. */
export function classOf(status: PartialStatus): string {
  if (isWithOperator(status)) return 'state-operator';
  const { state = '' } = status;
  return `state-${COLOURED.has(state) ? state : 'other'}`;
}

/** The CSS class of an outcome's colour. */
export function outcomeClass(outcome: MessageOutcome): string {
  return `outcome-${outcome}`;
}

/** The colours of a chart of outcomes, with what they stand for. */
export function legend(entries: readonly (readonly [outcome: MessageOutcome, name: string, count: number])[]): Html {
  return html`<ul class="legend">${entries.map(
    ([outcome, name, count]) =>
      html`<li><span class="swatch ${outcomeClass(outcome)}"></span>${name} <strong>${numberText(count)}</strong></li>`,
  )}</ul>`;
}

export function stateBadge(status: PartialStatus): Html {
  const text = isWithOperator(status) ? 'with the operator' : status.state || 'no state';
  return html`<span class="badge ${classOf(status)}"><span title="${text}">${text}</span></span>`;
}

/** Whether a terminal status means that the message was not delivered. */
export function isFailure({ state = '', detail }: PartialStatus): boolean {
  return outcomeOf({ state, detail }) === 'failed';
}
