import { ERROR_REASONS, type ErrorCode } from '../../eight-by-eight/error-reasons.ts';
import { type ErrorAdvice, errorAdviceOf, type Party } from '../../lookup/error-advice.ts';
import { type Html, html } from '../html.ts';
import { pathTo } from './links.ts';
import type { Problem } from './problem.ts';
import { table } from './table.ts';
import { sentence } from './text.ts';

const PARTIES: Readonly<Record<Party, string>> = {
  recipient: 'the recipient',
  sender: 'us, who send',
  operator: 'the operator',
  vendor: '8x8',
};
const OURS = 'The names are those of 8x8. Meaning and advice are ours, not the vendor’s.';

export function errorsPage(): Html {
  return html`<h1>Error codes</h1>
    <p class="lead">${OURS}</p>
    <section class="card">
      ${table({
        caption: 'Error codes',
        columns: [
          { name: 'code' },
          { name: 'what it means', kind: 'words' },
          { name: '8x8 calls it', kind: 'words' },
          { name: 'lasts' },
          { name: 'whose turn' },
        ],
        rows: Object.entries(ERROR_REASONS).map(([text, reason]) => {
          const code = Number(text);
          const advice = errorAdviceOf(code);
          return [
            html`<a href="${pathTo.error(code)}">${code}</a>`,
            advice && sentence(advice.meaning),
            reason,
            advice && lasting(advice),
            advice && PARTIES[advice.party],
          ];
        }),
      })}
    </section>`;
}

/** @param code - a documented one */
export function errorPage(code: ErrorCode, advice: ErrorAdvice): Html {
  const { meaning, permanent, party, tell, action } = advice;
  return html`<p class="kind"><a href="${pathTo.errors()}">Error codes</a></p>
    <h1>Error ${code}: ${ERROR_REASONS[code]}</h1>
    <p class="lead">${sentence(meaning)}.</p>
    <section class="card">
      <dl class="facts">
        <div><dt>Will it pass if sent again?</dt><dd>${permanent ? 'Usually not: another attempt fails too, until somebody changes something.' : 'Often: the cause is usually temporary.'}</dd></div>
        <div><dt>Whose turn is it?</dt><dd>${sentence(PARTIES[party])}.</dd></div>
      </dl>
    </section>
    <div class="cards">
      <section class="card"><h2>Support: tell the customer</h2><p>“${tell}”</p></section>
      <section class="card"><h2>What to do</h2><p>${action}</p></section>
    </div>
    <p class="note">${OURS}</p>`;
}

/** @param code - not a documented one */
export function unknownError(code: string): Problem {
  return {
    title: `8x8 does not document the error ${code}`,
    text: 'It may be new, or of one operator. Nothing is known about its cause.',
    advice: [
      html`Look at the message: the operator’s own words are there, if it sent any.`,
      html`Ask 8x8 support, with a few umids.`,
      html`See the <a href="${pathTo.errors()}">error codes that 8x8 documents</a>.`,
    ],
  };
}

function lasting({ permanent }: ErrorAdvice): string {
  return permanent ? 'permanent' : 'temporary';
}
