import { numberText, percentText } from '../../lookup/numbers.ts';
import { HOUR_MS } from '../../toolbox/clock.ts';
import { type Activity, COUNTED_STATES, type CountedState, type Hour } from '../activity.ts';
import { type Html, html } from '../html.ts';
import { type ChartColumn, columnChart, roundUp } from './chart.ts';
import { searchBox } from './page.ts';
import { classOf } from './status.ts';
import { table } from './table.ts';
import { countText, hourText } from './text.ts';

const HOURS_BETWEEN_LABELS = 6;

/** @param activity - or the reason why there is none */
export function homePage(activity: Activity | string): Html {
  return html`<section class="hero">
      <h1>Look up a message</h1>
      ${searchBox('large')}
    </section>
    <section>
      <h2>The last 24 hours</h2>
      ${typeof activity === 'string' ? html`<p class="card note">There are no charts: ${activity}</p>` : charts(activity)}
    </section>`;
}

function charts({ hours, origin }: Activity): Html {
  const states = COUNTED_STATES.map(
    (state) => [state, sumOf(hours, ({ receipts }) => receipts.get(state) ?? 0)] as const,
  );
  const shown = states.filter(([, count]) => count > 0);
  return html`<div class="cards">${receiptsCard(hours, shown)}${deliveryCard(hours)}</div>
    <p class="note">${origin}</p>
    ${figures(
      hours,
      shown.map(([state]) => state),
    )}`;
}

function receiptsCard(hours: readonly Hour[], states: readonly (readonly [CountedState, number])[]): Html {
  const total = states.reduce((sum, [, count]) => sum + count, 0);
  const inHour = ({ receipts }: Hour): number => [...receipts.values()].reduce((sum, count) => sum + count, 0);
  const columns = hours.map((hour) =>
    columnOf(
      hour,
      countText(inHour(hour), 'receipt'),
      states.map(([state]) => ({ style: classOf(state), value: hour.receipts.get(state) ?? 0 })),
    ),
  );
  return html`<section class="card">
    <h3>Receipts by state</h3>
    <p class="figure"><strong>${numberText(total)}</strong> ${total === 1 ? 'receipt' : 'receipts'} recorded</p>
    ${columnChart({
      label: `Receipts by hour and state, ${countText(total, 'receipt')} in all. The figures are in the table below.`,
      columns,
      top: roundUp(Math.max(...hours.map(inHour))),
      textOf: numberText,
    })}
    <ul class="legend">${states.map(
      ([state, count]) =>
        html`<li><span class="swatch ${classOf(state)}"></span>${nameOf(state)} <strong>${numberText(count)}</strong> <span class="quiet">${percentText(count, total)}</span></li>`,
    )}</ul>
  </section>`;
}

function deliveryCard(hours: readonly Hour[]): Html {
  const terminal = sumOf(hours, (hour) => hour.terminal);
  const delivered = sumOf(hours, (hour) => hour.delivered);
  const columns = hours.map((hour) =>
    columnOf(
      hour,
      hour.terminal === 0
        ? 'no terminal status'
        : `${percentText(hour.delivered, hour.terminal)} of ${statusesText(hour.terminal)}`,
      hour.terminal === 0
        ? []
        : [
            { style: 'state-delivered', value: (100 * hour.delivered) / hour.terminal },
            { style: 'state-undelivered', value: 100 - (100 * hour.delivered) / hour.terminal },
          ],
    ),
  );
  return html`<section class="card">
    <h3>Delivery rate</h3>
    <p class="figure"><strong>${percentText(delivered, terminal)}</strong> of ${statusesText(terminal)} delivered</p>
    ${columnChart({
      label: `Delivery rate by hour, ${percentText(delivered, terminal)} in all. The figures are in the table below.`,
      columns,
      top: 100,
      textOf: (value) => `${value} %`,
    })}
    <ul class="legend">
      <li><span class="swatch state-delivered"></span>delivered <strong>${numberText(delivered)}</strong></li>
      <li><span class="swatch state-undelivered"></span>not delivered <strong>${numberText(terminal - delivered)}</strong></li>
    </ul>
  </section>`;
}

function figures(hours: readonly Hour[], states: readonly CountedState[]): Html {
  return html`<details class="card">
    <summary>Figures by hour</summary>
    ${table({
      caption: 'Receipts by hour and state, and the delivery rate',
      narrow: 'scrolls',
      columns: [
        { name: 'hour' },
        ...states.map((state) => ({ name: nameOf(state), kind: 'number' as const })),
        { name: 'delivery rate', kind: 'number' },
      ],
      rows: hours.map((hour) => [
        spanOf(hour),
        ...states.map((state) => numberText(hour.receipts.get(state) ?? 0)),
        percentText(hour.delivered, hour.terminal),
      ]),
    })}
  </details>`;
}

function columnOf(hour: Hour, text: string, parts: ChartColumn['parts']): ChartColumn {
  const isLabelled = (hour.start / HOUR_MS) % HOURS_BETWEEN_LABELS === 0;
  return { label: isLabelled ? hourText(hour.start) : '', tip: `${spanOf(hour)}: ${text}`, parts };
}

function spanOf({ start }: Hour): string {
  return `${hourText(start)} to ${hourText(start + HOUR_MS)}`;
}

function statusesText(count: number): string {
  return count === 1 ? '1 terminal status' : `${numberText(count)} terminal statuses`;
}

function nameOf(state: CountedState): string {
  return state.replaceAll('_', ' ');
}

function sumOf(hours: readonly Hour[], countIn: (hour: Hour) => number): number {
  return hours.reduce((sum, hour) => sum + countIn(hour), 0);
}
