import * as echarts from 'echarts';
import type { Result } from '../scenario.ts';
import type { Second } from '../tally.ts';

export interface Run {
  readonly name: string;
  readonly result: Result;
}

const WIDTH = 940;
const HEIGHT = 420;
/** The vendor's last retry comes 131 seconds after the first post. */
const RETRIES_END_S = 131;

/**
 * A chart of the share of receipts in the table, over time, in SVG; of one run also the shares that are acknowledged and
 * that wait in the queue.
 */
export function chartOf(title: string, runs: readonly Run[]): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 'center' },
    legend: { bottom: 0, itemGap: 30 },
    grid: { left: 60, right: 30, top: 50, bottom: 80 },
    xAxis: { type: 'value', name: 'seconds from the first post', nameLocation: 'middle', nameGap: 28, max: 'dataMax' },
    yAxis: { type: 'value', max: 100, axisLabel: { formatter: '{value} %' } },
    series: runs.flatMap(({ name, result }) => [
      { name: runs.length === 1 ? 'in the table' : name, type: 'line', showSymbol: false, data: inTable(result) },
      ...(runs.length === 1
        ? [
            { name: 'acknowledged', type: 'line', showSymbol: false, data: acknowledged(result) },
            { name: 'waiting in the queue', type: 'line', showSymbol: false, data: waiting(result) },
          ]
        : []),
    ]),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

type Point = readonly [seconds: number, percent: number];

const acknowledged = (result: Result) => summed(result, ({ recorded, queued }) => recorded + queued);
const inTable = (result: Result) => summed(result, (second) => second.inTable);

function summed({ seconds, receipts }: Result, countOf: (second: Second) => number): Point[] {
  let sum = 0;
  const points = untilRetriesEnd(seconds).map((second, index): Point => {
    sum += countOf(second);
    return [index + 1, percent(sum, receipts)];
  });
  return [[0, 0], ...points];
}

function waiting({ seconds, receipts }: Result): Point[] {
  return untilRetriesEnd(seconds).map((second, index) => [index + 1, percent(second.waiting, receipts)]);
}

function untilRetriesEnd(seconds: readonly Second[]): readonly Second[] {
  const last = seconds.findLastIndex(({ posts }) => posts > 0);
  return seconds.slice(0, Math.max(last, RETRIES_END_S) + 10);
}

function percent(part: number, whole: number): number {
  return Number(((100 * part) / whole).toFixed(1));
}
