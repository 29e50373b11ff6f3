import { MAX_KEY_BYTES } from '../../lookup/ids.ts';
import { withEscapes } from '../../toolbox/text.ts';
import { type Html, html } from '../html.ts';
import { RIGHTS, type Right } from '../rights.ts';
import type { Viewer } from '../viewer.ts';
import { pathTo } from './links.ts';
import type { View } from './view.ts';

/** A problem that a page shows instead of the requested data. */
export interface Problem {
  readonly title: string;
  /** What was wrong. */
  readonly text: string;
  /** What to do. */
  readonly advice: readonly Html[];
}

export function problemPage({ title, text, advice }: Problem): Html {
  return html`<h1>${withEscapes(title)}</h1>
    <section class="card problem">
      <p>${withEscapes(text)}</p>
      <h2>What to do</h2>
      <ul>${advice.map((step) => html`<li>${step}</li>`)}</ul>
    </section>`;
}

/** A page that the browser leaves by itself. */
export function leadingOnPage(address: string): Html {
  return html`<h1>One moment</h1>
    <p class="lead">If nothing happens, <a href="${address}">go on</a>.</p>`;
}

export function tooLong(what: string): Problem {
  return {
    title: 'This is too long',
    text: `${what} has more than ${MAX_KEY_BYTES} bytes. No id and no number is as long as that.`,
    advice: [html`Search for one id or one number.`],
  };
}

/** @param source - the tables in words */
export function noMessage(umid: string, source: string, { arrival, may }: View): Problem {
  return {
    title: 'There is no such message',
    text: `No message in the ${source} has the umid “${umid}”: no receipt of it was recorded, or its item has expired.`,
    advice: [
      html`Check the umid: it is the id that 8x8 returned when the message was sent.`,
      html`<a href="/">Search</a> for your own id of the message, or for the number that it went to.`,
      ...(may('setAside')
        ? [html`See whether its receipt is among the <a href="${pathTo.setAside()}">set-aside bodies</a>.`]
        : []),
      arrival,
    ],
  };
}

/** @param right - that the viewer lacks */
export function notYours({ email, subject, roles }: Viewer, right: Right): Problem {
  const [needed] = RIGHTS[right];
  return {
    title: 'This page is not for your role',
    text: `You are signed in as ${email ?? subject}, ${roles.length === 0 ? 'without a role' : `in the role ${roles.join(', ')}`}. This page is for ${RIGHTS[right].join(' and ')}.`,
    advice: [
      html`Ask those who run this page for the role ${needed}. The setting <code>pageRoles</code> decides who has it.`,
    ],
  };
}

export function noBatch(id: string, source: string): Problem {
  return {
    title: 'There is no such batch',
    text: `No message in the ${source} is of the batch “${id}”: no receipt of it was recorded, or its items have expired.`,
    advice: [
      html`Check the id: it is the batchId that 8x8 returned when the batch was sent, with upper and lower case.`,
      html`<a href="/">Search</a> for a number or for an id of one of its messages.`,
    ],
  };
}
