import * as echarts from 'echarts';
import { costOf, usageOf } from '../cost.ts';
import { quantile } from '../measure/statistics.ts';
import { DESIGNS, type Name, type Results, titleOf } from '../results.ts';

/** File names of the charts, next to the report. */
export const COLD_START_CHART = 'cold-start.svg';
export const COST_CHART = 'cost.svg';
const WIDTH = 940;
const HEIGHT = 320;
const LABEL_WIDTH = 360;
const VOLUMES = [1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6, 3e6, 1e7, 3e7, 1e8];

/** The charts of a run, in SVG, by their file names. */
export function chartsOf(results: Results): Record<string, string> {
  return { [COLD_START_CHART]: coldStartChart(results), [COST_CHART]: costChart(results) };
}

/** Lines of the monthly cost by the number of messages with three receipts. */
function costChart(results: Results): string {
  return draw({
    title: { text: 'Dollars a month, by the messages of the month', left: 'center' },
    legend: { bottom: 0, itemGap: 30 },
    grid: { left: 70, right: 60, top: 50, bottom: 80 },
    xAxis: { type: 'log', min: VOLUMES[0], axisLabel: { formatter: (messages: number) => briefly(messages) } },
    yAxis: { type: 'log', axisLabel: { formatter: (dollars: number) => `$${dollars}` } },
    series: DESIGNS.map((design) => {
      const usage = usageOf(results, design, 3);
      const dollars = (messages: number) => costOf(usage, 'http', messages).total * (messages / 1e6);
      return {
        name: titleOf(design),
        type: 'line',
        data: VOLUMES.map((messages) => [messages, dollars(messages)]),
        label: {
          show: design === 'receiver',
          position: 'bottom',
          formatter: ({ data: [, price = 0] }: { data: number[] }) => `$${Number(price.toPrecision(2))}`,
        },
      };
    }),
  });
}

/** The cold starts as bars. */
function coldStartChart({ cold, node }: Results): string {
  const names = (Object.keys(cold.plain) as Name[]).reverse();
  const medianOf = (name: Name, part: 'loadMs' | 'answerMs') =>
    quantile(
      cold.plain[name].map((start) => start[part]),
      0.5,
    );
  const load = names.map((name) => medianOf(name, 'loadMs'));
  return draw({
    title: { text: `Cold start: import to first answer, ms (median, Node ${node})`, left: 'center' },
    legend: { bottom: 0, itemGap: 40 },
    grid: { left: LABEL_WIDTH, right: 60, top: 40, bottom: 60 },
    xAxis: { type: 'value' },
    yAxis: { type: 'category', data: names.map(titleOf), axisLabel: { width: LABEL_WIDTH } },
    series: [
      { name: 'load the bundle', type: 'bar', stack: 'start', data: load.map(rounded) },
      {
        name: 'first receipt',
        type: 'bar',
        stack: 'start',
        data: names.map((name, at) => rounded(medianOf(name, 'answerMs') - (load[at] ?? 0))),
        label: {
          show: true,
          position: 'right',
          formatter: ({ dataIndex }: { dataIndex: number }) => labelOf(dataIndex),
        },
      },
    ],
  });

  function labelOf(at: number): string {
    const name = names[at];
    return name === undefined ? '' : String(Math.round(medianOf(name, 'answerMs')));
  }
}

function draw(option: echarts.EChartsCoreOption): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({ animation: false, backgroundColor: '#ffffff', ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** 1 k, 10 M. */
function briefly(messages: number): string {
  return messages < 1e6 ? `${messages / 1e3} k` : `${messages / 1e6} M`;
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
