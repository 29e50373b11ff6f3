import * as echarts from 'echarts';
import { quantile } from '../measure/statistics.ts';
import { type Name, type Results, titleOf } from '../results.ts';

const WIDTH = 940;
const HEIGHT = 300;
const LABEL_WIDTH = 360;

/** The cold starts as bars, in SVG. */
export function chartOf({ cold, node }: Results): string {
  const names = (Object.keys(cold.plain) as Name[]).reverse();
  const medianOf = (name: Name, part: 'loadMs' | 'answerMs') =>
    quantile(
      cold.plain[name].map((start) => start[part]),
      0.5,
    );
  const load = names.map((name) => medianOf(name, 'loadMs'));
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
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
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;

  function labelOf(at: number): string {
    const name = names[at];
    return name === undefined ? '' : String(Math.round(medianOf(name, 'answerMs')));
  }
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
