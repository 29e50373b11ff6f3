import { raw } from 'hono/html';
import { type Html, html } from '../html.ts';

/** @param back - the address to return to */
export function timeZonePage(zone: string, back: string): Html {
  const zones = [...new Set(['UTC', zone, ...Intl.supportedValuesOf('timeZone')])];
  return html`<h1>Time zone</h1>
    <form class="card choice" action="/times" method="get">
      <label for="zone">Show times in</label>
      <select id="zone" name="zone">${zones.map((name) => html`<option value="${name}" ${name === zone && raw('selected')}>${name.replaceAll('_', ' ')}</option>`)}</select>
      <input type="hidden" name="back" value="${back}">
      <button type="submit">Use it</button>
      <p class="quiet">Your browser keeps the choice in a cookie, for a year.</p>
    </form>`;
}
