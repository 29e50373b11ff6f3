import { toolName } from '../../toolbox/command-line.ts';
import { withEscapes } from '../../toolbox/text.ts';
import { type Html, html } from '../html.ts';

/** A problem that a page shows instead of the requested data. */
export interface Problem {
  readonly title: string;
  /** What was wrong. */
  readonly text: string;
  /** What to do. */
  readonly advice: readonly string[];
}

export function problemPage({ title, text, advice }: Problem): Html {
  return html`<h1>${withEscapes(title)}</h1>
    <section class="card problem">
      <p>${withEscapes(text)}</p>
      <h2>What to do</h2>
      <ul>${advice.map((step) => html`<li>${step}</li>`)}</ul>
    </section>`;
}

export function tooLong(what: string, maxBytes: number): Problem {
  return {
    title: 'This is too long',
    text: `${what} has more than ${maxBytes} bytes. No id and no number is as long as that.`,
    advice: ['Search for one id or one number.'],
  };
}

/** @param source - the tables in words */
export function noMessage(umid: string, source: string): Problem {
  return {
    title: 'There is no such message',
    text: `The ${source} has no message ${umid}: no receipt of it was recorded, or its item has expired.`,
    advice: [
      'Check the umid: it is the id that 8x8 answered when the message was sent.',
      'Search for your own id of the message, or for the number that it went to.',
      'See whether its receipt is among the set-aside bodies.',
      `Run ${toolName()} check, which shows whether receipts arrive.`,
    ],
  };
}

export function noBatch(id: string, source: string): Problem {
  return {
    title: 'There is no such batch',
    text: `The ${source} has no message of the batch ${id}: no receipt of it was recorded, or its items have expired.`,
    advice: ['Check the id: it is the batchId that 8x8 answered when the batch was sent, with upper and lower case.'],
  };
}
