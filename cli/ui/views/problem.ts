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
  return html`<h1>${title}</h1>
    <section class="card problem">
      <p>${text}</p>
      <h2>What to do</h2>
      <ul>${advice.map((step) => html`<li>${step}</li>`)}</ul>
    </section>`;
}
