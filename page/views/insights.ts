import { numberText } from '../../lookup/numbers.ts';
import { changeText, costText, countryName, rateText, timeText, valueText } from '../../lookup/report/figure-words.ts';
import type { ComparedReport, ComparedRow } from '../../report/compare.ts';
import type { Figures, Report } from '../../report/report.ts';
import { type Html, html, type Value } from '../html.ts';
import { BREAKDOWNS, type Breakdown, type Insights, type InsightsRequest, type RECENT_PERIODS } from '../insights.ts';
import { columnChart, shareBar } from './chart.ts';
import { csvPath, filterFields, insightsPath, withFilter, withoutFilter } from './insights-links.ts';
import { type Column, table } from './table.ts';
import { countText } from './text.ts';
import type { View } from './view.ts';

const LISTED_ROWS = 10;
/** A chart of a month has a label for each fifth day. */
const MOST_LABELS = 8;

const PERIOD_NAMES: Readonly<Record<keyof typeof RECENT_PERIODS, readonly [now: string, before: string]>> = {
  '24h': ['Last 24 hours', 'the 24 hours before'],
  '7d': ['Last 7 days', 'the 7 days before'],
  '30d': ['Last 30 days', 'the 30 days before'],
};

const NAMES: Readonly<Record<Breakdown, readonly [one: string, title: string]>> = {
  country: ['country', 'By country'],
  source: ['sender', 'By sender'],
  'sub-account': ['sub-account', 'By sub-account'],
  error: ['error', 'By error'],
};

/** @param months - to choose from, such as `2026-11` */
export function insightsPage(insights: Insights, months: readonly string[], view: View): Html {
  const { request, total, breakdowns, days } = insights;
  return html`<h1>Insights</h1>
    ${form(request, months)}
    ${filters(request)}
    ${dropCard(insights)}
    ${totalCards(total, beforeText(request.period))}
    ${daysCard(days)}
    ${BREAKDOWNS.map((by) => breakdownCard(by, breakdowns[by], insights))}
    ${note(insights, view)}`;
}

function form({ period, filter }: InsightsRequest, months: readonly string[]): Html {
  const option = (value: string, text: string) =>
    html`<option value="${value}" ${value === period && 'selected'}>${text}</option>`;
  const shown = months.includes(period) || Object.hasOwn(PERIOD_NAMES, period) ? months : [period, ...months];
  return html`<form class="period" action="/insights" method="get">
    <label for="period">Period</label>
    <select id="period" name="period">
      ${Object.entries(PERIOD_NAMES).map(([value, [text]]) => option(value, text))}
      ${shown.map((month) => option(month, monthText(month)))}
    </select>
    ${filterFields(filter).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <button type="submit">Show</button>
  </form>`;
}

function filters(request: InsightsRequest): Html | false {
  const fields = filterFields(request.filter);
  if (fields.length === 0) return false;
  return html`<ul class="filters">${fields.map(
    ([name, value]) =>
      html`<li><a href="${insightsPath(withoutFilter(request, name))}" aria-label="Remove the filter ${filterName(name)} ${value || '(none)'}">${filterName(name)} <strong>${value || '(none)'}</strong> ✕</a></li>`,
  )}</ul>`;
}

function filterName(name: string): string {
  return BREAKDOWNS.some((by) => by === name) ? NAMES[name as Breakdown][0] : name;
}

/** The worst news first. */
function dropCard({ drop, request }: Insights): Html | false {
  if (drop === undefined) return false;
  const { by, row } = drop;
  return html`<section class="card outcome state-undelivered" aria-label="What dropped most">
    <p><strong>▼ ${valueText(by, row)} ${dropText(row)}</strong></p>
    <p>${rowName(by, row)} dropped most of all countries, senders and sub-accounts, against ${beforeText(request.period)}.
      <a href="${insightsPath(withFilter(request, by, row))}">What is behind it</a></p>
  </section>`;
}

/** As in `91.2 % → 64.0 %, 1,204 messages`. */
function dropText(row: ComparedRow): string {
  return `${rateText(row.before)} → ${rateText(row)}, ${countText(row.messages, 'message')}`;
}

function totalCards(total: ComparedReport, before: string): Html {
  const [now, then] = [total.total, total.before.total];
  const card = (name: string, figure: string, more: Value) =>
    html`<section class="card"><h2>${name}</h2><p class="figure"><strong>${figure}</strong> ${more}</p></section>`;
  return html`<div class="cards narrow">
    ${card('Messages', numberText(now.messages), html`${before}: ${numberText(then.messages)}`)}
    ${card('Delivered', rateText(now), html`<span class="${isDrop(now, then) && 'error'}">${changeText(now, then)} points</span>, ${numberText(now.open)} on the way`)}
    ${card('Median time to deliver', timeText(now.medianDeliveryMs), html`95 % within ${timeText(now.p95DeliveryMs)}`)}
    ${card('Cost', costText(now), html`${before}: ${costText(then)}`)}
  </div>`;
}

function daysCard({ rows, total }: Report): Html | false {
  if (rows.length === 0) return false;
  const step = Math.ceil(rows.length / MOST_LABELS);
  return html`<section class="card">
    <h2>Delivery rate by day</h2>
    ${columnChart({
      label: `Delivery rate by day, ${rateText(total)} in all. The figures are in the table below.`,
      columns: rows.map((row, at) => ({
        label: at % step === 0 ? (row.day ?? '').slice('yyyy-'.length) : '',
        tip: `${row.day}: ${rateText(row)}, ${countText(row.messages, 'message')}`,
        parts:
          row.deliveryRate === null
            ? []
            : [
                { style: 'state-delivered', value: 100 * row.deliveryRate },
                { style: 'state-undelivered', value: 100 - 100 * row.deliveryRate },
              ],
      })),
      top: 100,
      textOf: (value) => `${value} %`,
    })}
    <ul class="legend">
      <li><span class="swatch state-delivered"></span>delivered, below</li>
      <li><span class="swatch state-undelivered"></span>failed, above</li>
    </ul>
    <details>
      <summary>Figures by day</summary>
      ${table({
        caption: 'Delivery by day',
        columns: [
          { name: 'day' },
          ...numberColumns('messages', 'delivered', 'failed', 'on the way', 'median time', 'cost'),
        ],
        rows: rows.map((row) => [
          row.day,
          numberText(row.messages),
          rateText(row),
          numberText(row.failed),
          numberText(row.open),
          timeText(row.medianDeliveryMs),
          costText(row),
        ]),
      })}
    </details>
  </section>`;
}

function breakdownCard(by: Breakdown, report: ComparedReport, { request, drop }: Insights): Html {
  const [one, title] = NAMES[by];
  // Messages without an error are in the other tables
  const rows = by === 'error' ? report.rows.filter(({ errorCode }) => errorCode !== null) : report.rows;
  const most = Math.max(1, ...rows.map(({ messages }) => messages));
  const { names, cells } = by === 'error' ? ERROR_FIGURES : RATE_FIGURES;
  return html`<section class="card">
    <h2>${title}</h2>
    ${
      rows.length === 0
        ? html`<p>None, neither in this period nor in the one before.</p>`
        : table({
            caption: title,
            columns: [
              { name: one, kind: 'words' },
              { name: 'messages', kind: 'number' },
              { name: 'delivered and failed', kind: 'bar' },
              ...numberColumns(...names),
            ],
            rows: rows
              .slice(0, LISTED_ROWS)
              .map((row) => [
                html`<a href="${insightsPath(withFilter(request, by, row))}">${rowName(by, row)}</a>${row === drop?.row && html` <span class="note">dropped most: ${dropText(row)}</span>`}`,
                numberText(row.messages),
                shareBar(row.messages / most, row.deliveryRate ?? 0),
                ...cells(row),
              ]),
          })
    }
    <p class="note">${rows.length > LISTED_ROWS && `The first ${LISTED_ROWS} of ${numberText(rows.length)}. `}All rows as <a href="${csvPath(request, by)}" aria-label="CSV, ${title}">CSV</a>.</p>
  </section>`;
}

interface FigureColumns {
  readonly names: readonly string[];
  readonly cells: (row: ComparedRow) => readonly Value[];
}

const RATE_FIGURES: FigureColumns = {
  names: ['delivered', 'change', 'median time', 'cost'],
  cells: (row) => [
    rateText(row),
    html`<span class="${isDrop(row, row.before) && 'error'}">${changeText(row, row.before)}</span>`,
    timeText(row.medianDeliveryMs),
    costText(row),
  ],
};

/** Nearly all messages with an error failed, so that their number changes, not their rate. */
const ERROR_FIGURES: FigureColumns = {
  names: ['before', 'delivered', 'median time', 'cost'],
  cells: (row) => [numberText(row.before.messages), rateText(row), timeText(row.medianDeliveryMs), costText(row)],
};

function numberColumns(...names: readonly string[]): Column[] {
  return names.map((name) => ({ name, kind: 'number' }));
}

function note({ origin, isPart, request }: Insights, view: View): Html {
  return html`<p class="note">Counted from ${origin}, by the first receipt of each message, against ${beforeText(request.period)}.
    Delivered is the share of the messages that ended; one that only an operator has is on the way. A change is in points of a percent; with
    fewer than 100 messages it may be chance.
    ${isPart && html`<strong>This is a random part of the table:</strong> rates and times hold, counts and costs are too low. ${view.command('report', { by: 'country' })} reads all of it.`}</p>`;
}

function rowName(by: Breakdown, row: ComparedRow): string {
  const value = valueText(by, row);
  return by === 'country' && countryName(value) !== value ? `${countryName(value)} (${value})` : value;
}

function beforeText(period: string): string {
  return Object.hasOwn(PERIOD_NAMES, period)
    ? PERIOD_NAMES[period as keyof typeof PERIOD_NAMES][1]
    : 'the month before';
}

function monthText(month: string): string {
  return new Date(`${month}-01`).toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function isDrop(now: Figures, before: Figures): boolean {
  return changeText(now, before).startsWith('▼');
}
