import { type MessageOutcome, outcomeOf } from '../../lambda/receipt/status-order.ts';
import { numberText, percentText } from '../../lookup/numbers.ts';
import { type Activity, COUNTED_STATES, type Hour } from '../activity.ts';
import { type Html, html } from '../html.ts';
import { type ChartColumn, columnChart, roundUp } from './chart.ts';
import { pathTo } from './links.ts';
import { searchBox } from './page.ts';
import { legend, outcomeClass } from './status.ts';
import { table } from './table.ts';
import { countText } from './text.ts';
import type { Times } from './times.ts';
import type { View } from './view.ts';

const HOURS_BETWEEN_LABELS = 6;
/** A receipt says how a message ended, or that it is on its way. In the order of the chart, from the bottom up. */
const NAMES: Readonly<Record<MessageOutcome, string>> = {
  delivered: 'delivered or read',
  failed: 'failed',
  open: 'on the way',
};
const OUTCOMES = Object.keys(NAMES) as MessageOutcome[];

/**
 * @param activity - or the reason why there is none
 * @param searchFields - more than the text to search for
 */
export function homePage(activity: Activity | string, searchFields: Html | undefined, { times, may }: View): Html {
  return html`<section class="hero">
      <h1>Look up a message</h1>
      ${searchBox('large', '', searchFields)}
    </section>
    <section>
      <h2>The last 24 hours</h2>
      ${typeof activity === 'string' ? html`<p class="card note">There are no charts: ${activity}</p>` : charts(activity, times)}
      ${may('insights') && html`<p><a href="${pathTo.insights()}">Insights</a>: delivery and cost by country, sender, sub-account and error, against the period before</p>`}
    </section>`;
}

interface ShownHour {
  readonly hour: Hour;
  /** Receipts by what they say. */
  readonly counts: Readonly<Record<MessageOutcome, number>>;
}

function charts({ hours, origin }: Activity, times: Times): Html {
  const shown = hours.map((hour) => ({ hour, counts: countsOf(hour) }));
  return html`<div class="cards">${receiptsCard(shown, times)}${deliveryCard(hours, times)}</div>
    <p class="note">${origin} Hours in ${times.zoneText}.</p>
    ${figures(shown, times)}`;
}

/** A `delivered` receipt that is no final answer is of an operator. */
function countsOf({ receipts, delivered }: Hour): ShownHour['counts'] {
  const count = (states: readonly (typeof COUNTED_STATES)[number][]) =>
    states.reduce((sum, state) => sum + (receipts.get(state) ?? 0), 0);
  const failed = count(COUNTED_STATES.filter((state) => outcomeOf({ state }) === 'failed'));
  const arrived = delivered + count(['read']);
  return { delivered: arrived, failed, open: Math.max(0, count(COUNTED_STATES) - arrived - failed) };
}

function receiptsCard(shown: readonly ShownHour[], times: Times): Html {
  const totals = OUTCOMES.map((outcome) => [outcome, sumOf(shown, ({ counts }) => counts[outcome])] as const);
  const total = totals.reduce((sum, [, count]) => sum + count, 0);
  const inHour = ({ counts }: ShownHour): number => counts.delivered + counts.open + counts.failed;
  const columns = shown.map((one) =>
    columnOf(
      one.hour,
      countText(inHour(one), 'receipt'),
      OUTCOMES.map((outcome) => ({ style: outcomeClass(outcome), value: one.counts[outcome] })),
      times,
    ),
  );
  return html`<section class="card">
    <h3>Receipts</h3>
    <p class="figure"><strong>${numberText(total)}</strong> ${total === 1 ? 'receipt' : 'receipts'} recorded</p>
    ${columnChart({
      label: `Receipts by hour and outcome, ${countText(total, 'receipt')} in all. The figures are in the table below.`,
      columns,
      top: roundUp(Math.max(...shown.map(inHour))),
      textOf: numberText,
    })}
    ${legend(totals.map(([outcome, count]) => [outcome, NAMES[outcome], count]))}
  </section>`;
}

function deliveryCard(hours: readonly Hour[], times: Times): Html {
  const final = sumOf(hours, ({ terminal }) => terminal);
  const delivered = sumOf(hours, (hour) => hour.delivered);
  const columns = hours.map((hour) => columnOf(hour, rateText(hour), rateParts(hour), times));
  return html`<section class="card">
    <h3>Delivery rate</h3>
    <p class="figure">${final === 0 ? 'No final answer yet' : html`<strong>${percentText(delivered, final)}</strong> of ${answersText(final)} delivered`}</p>
    ${columnChart({
      label: `Delivery rate by hour, ${percentText(delivered, final)} in all. The figures are in the table below.`,
      columns,
      top: 100,
      textOf: (value) => `${value} %`,
    })}
    ${legend([
      ['delivered', 'delivered', delivered],
      ['failed', NAMES.failed, final - delivered],
    ])}
  </section>`;
}

function rateText({ delivered, terminal }: Hour): string {
  return terminal === 0
    ? 'no final answer'
    : `${percentText(delivered, terminal)} of ${answersText(terminal)} delivered`;
}

function rateParts({ delivered, terminal }: Hour): ChartColumn['parts'] {
  if (terminal === 0) return [];
  const share = (100 * delivered) / terminal;
  return [
    { style: outcomeClass('delivered'), value: share },
    { style: outcomeClass('failed'), value: 100 - share },
  ];
}

function figures(shown: readonly ShownHour[], times: Times): Html {
  return html`<details class="card">
    <summary>Figures by hour</summary>
    ${table({
      caption: 'Receipts by hour and outcome, and the delivery rate',
      columns: [
        { name: `hour (${times.place})` },
        ...OUTCOMES.map((outcome) => ({ name: NAMES[outcome], kind: 'number' as const })),
        { name: 'delivery rate', kind: 'number' },
      ],
      rows: shown.map(({ hour, counts }) => [
        times.span(hour.start),
        ...OUTCOMES.map((outcome) => numberText(counts[outcome])),
        percentText(hour.delivered, hour.terminal),
      ]),
    })}
  </details>`;
}

function columnOf(hour: Hour, text: string, parts: ChartColumn['parts'], times: Times): ChartColumn {
  const clock = times.hour(hour.start);
  const isLabelled = Number.parseInt(clock, 10) % HOURS_BETWEEN_LABELS === 0;
  return { label: isLabelled ? clock : '', tip: `${times.span(hour.start)}: ${text}`, parts };
}

function answersText(count: number): string {
  return countText(count, 'final answer');
}

function sumOf<T>(values: readonly T[], countIn: (value: T) => number): number {
  return values.reduce((sum, value) => sum + countIn(value), 0);
}
