import { CONTENDERS } from '../contenders/contenders.ts';
import { ASSUMPTIONS, type Cost, costOf, type Usage } from '../cost.ts';
import { type Goal, requestsOf, unitsOf } from '../goals.ts';
import { LIST_PRICES } from '../list-prices.ts';
import type { ReceiptCost } from '../measure/capacity.ts';
import type { ColdStart } from '../measure/cold-start.ts';
import { quantile, ratioOf, type Spread, spreadOf } from '../measure/statistics.ts';
import { DESIGNS, type Design, type Name, type Results, type WARM } from '../results.ts';
import { table } from './table.ts';

const KIB = 1024;
const MIB = KIB * KIB;
type WarmName = (typeof WARM)[number];

const RECEIPTS = [2, 3, 4] as const;

/** What a contender, or the receiver, is called in tables and charts. */
export function titleOf(name: Name): string {
  return name === 'receiver' ? 'this receiver, doing all that it does' : CONTENDERS[name].title;
}

/** Everything that a run measured, for people. */
export function markdownOf(results: Results, goals: readonly Goal[]): string {
  const { date, node, machine, quick } = results;
  return [
    '# Benchmark',
    `${date.slice(0, 10)}, Node ${node}, ${machine}.${quick ? ' **A quick run: its times say nothing.**' : ''}`,
    '## Goals',
    goalsTable(goals, quick),
    '## Cold start',
    coldTable(results.cold.plain, results),
    '## Cold start over TLS, as on AWS',
    coldTable(results.cold.overTls, results),
    '## Warm',
    warmTable(results),
    '## Memory',
    memoryTable(results),
    '## Requests and write units of one message',
    capacityTable(results),
    '## Growth',
    growthTables(results),
    `## Cost of a million messages, in dollars`,
    costTable(results),
    '',
  ].join('\n\n');
}

function goalsTable(goals: readonly Goal[], quick: boolean): string {
  const verdict = ({ met, timed }: Goal) => (quick && timed ? 'not judged' : met ? 'yes' : '**no**');
  return table(
    ['goal', 'at most', 'measured', 'met'],
    goals.map((goal) => [goal.what, goal.limit, shown(goal.measured), verdict(goal)]),
  );
}

function coldTable<N extends Name>(
  starts: Readonly<Record<N | 'receiver', readonly ColdStart[]>>,
  { sizes }: Results,
): string {
  const answers = (name: N | 'receiver') => starts[name].map(({ answerMs }) => answerMs);
  return table(
    [
      'handler',
      'loaded at the start, KiB',
      'load, ms',
      'first answer, ms',
      'CPU, ms',
      'memory, MiB',
      'the receiver is',
    ],
    namesOf(starts).map((name) => [
      titleOf(name),
      Math.round(sizes[name] / KIB),
      round(
        quantile(
          starts[name].map(({ loadMs }) => loadMs),
          0.5,
        ),
        1,
      ),
      shown(spreadOf(answers(name)), 1),
      round(
        quantile(
          starts[name].map(({ cpuMs }) => cpuMs),
          0.5,
        ),
        1,
      ),
      Math.round(
        quantile(
          starts[name].map(({ rssBytes }) => rssBytes),
          0.5,
        ) / MIB,
      ),
      name === 'receiver' ? '' : `${shown(ratioOf(answers('receiver'), answers(name)))} of it`,
    ]),
  );
}

function warmTable({ warm }: Results): string {
  const cpu = (name: WarmName) => warm[name].map(({ cpuMs }) => cpuMs);
  return table(
    ['handler', 'CPU for a receipt, ms', 'median, ms', 'p99, ms', 'p99, times the median', 'CPU of the receiver is'],
    namesOf(warm).map((name) => {
      const latencies = warm[name].flatMap(({ latenciesMs }) => latenciesMs);
      const [median, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
      return [
        titleOf(name),
        shown(spreadOf(cpu(name)), 3),
        round(median, 3),
        round(p99, 3),
        round(p99 / median, 2),
        name === 'receiver' ? '' : `${shown(ratioOf(cpu('receiver'), cpu(name)))} of it`,
      ];
    }),
  );
}

function memoryTable({ memory }: Results): string {
  return table(
    ['receipts', 'heap after a full collection, MiB', 'resident memory, MiB'],
    memory.map(({ receipts, heapBytes, rssBytes }) => [
      receipts,
      round(heapBytes / MIB, 2),
      Math.round(rssBytes / MIB),
    ]),
  );
}

function capacityTable({ lifecycles }: Results): string {
  const cell = ({ requests }: ReceiptCost) => {
    const units = requests.reduce((sum, { writeUnits }) => sum + writeUnits, 0);
    return `${requests.length} / ${units}`;
  };
  return [
    'Requests / write units, those of the indexes included.',
    table(
      ['design', ...lifecycles.receiver.long.receipts.map(({ what }) => what), 'the whole life', 'stored, bytes'],
      DESIGNS.map((design) => {
        const { receipts, storedBytes } = lifecycles[design].long;
        return [
          titleOf(design),
          ...receipts.map(cell),
          `${requestsOf(receipts)} / ${unitsOf(receipts)}`,
          Math.round(storedBytes),
        ];
      }),
    ),
  ].join('\n\n');
}

function growthTables({ history, tables }: Results): string {
  const steps = history.filter(({ statuses }) => statuses === 1 || statuses % 10 === 0);
  return [
    'One more status of a message, by the number of its statuses:',
    table(
      [
        'statuses',
        'requests',
        'item, bytes',
        'write units of its size',
        'write units of the table',
        '... of the indexes',
      ],
      steps.map((point) => [
        point.statuses,
        point.requests,
        point.itemBytes,
        point.unitsOfSize,
        point.tableWriteUnits,
        point.indexWriteUnits,
      ]),
    ),
    'The life of one message, by the number of other messages in the table:',
    table(
      ['messages', 'requests', 'write units'],
      tables.map(({ messages, requests, writeUnits }) => [messages, requests, writeUnits]),
    ),
  ].join('\n\n');
}

function costTable(results: Results): string {
  const columns = [
    ['API Gateway', 'apiGateway'],
    ['Lambda', 'lambda'],
    ['DynamoDB writes', 'dynamoDbWrites'],
    ['DynamoDB storage', 'dynamoDbStorage'],
    ['logs', 'logs'],
    ['secret', 'secret'],
    ['total', 'total'],
  ] as const satisfies readonly (readonly [string, keyof Cost])[];
  const row = (title: string, receipts: number, cost: Cost) => [
    title,
    receipts,
    ...columns.map(([, part]) => cost[part].toFixed(2)),
  ];
  const usage = (design: Design, receipts: (typeof RECEIPTS)[number]) => usageOf(results, design, receipts);
  return [
    table(
      ['design', 'receipts of a message', ...columns.map(([title]) => title)],
      RECEIPTS.flatMap((receipts) => [
        row('this receiver', receipts, costOf(usage('receiver', receipts))),
        row('this receiver behind a REST API', receipts, costOf(usage('receiver', receipts), 'rest')),
        row('Powertools Idempotency + put', receipts, costOf(usage('idempotentPut', receipts))),
        row('one item per status', receipts, costOf(usage('itemPerStatus', receipts))),
      ]),
    ),
    `List prices of ${LIST_PRICES.region}, recorded by hand on ${LIST_PRICES.asOf}, no free tier. Assumed, not measured: ` +
      `${ASSUMPTIONS.requestMs} ms for a DynamoDB request, ${ASSUMPTIONS.memoryMib} MiB, items kept for ` +
      `${ASSUMPTIONS.retentionMonths} months, ${ASSUMPTIONS.functionLogBytes + ASSUMPTIONS.accessLogBytes} bytes of log ` +
      `for a receipt, ${ASSUMPTIONS.messagesPerMonth.toLocaleString('en')} messages a month.`,
  ].join('\n\n');
}

/** 2: sent, delivered. 3: queued before. 4: the last one comes twice. */
function usageOf({ lifecycles, warm }: Results, design: Design, receipts: (typeof RECEIPTS)[number]): Usage {
  const life = receipts === 2 ? lifecycles[design].short : lifecycles[design].long;
  const requests = life.receipts.slice(0, receipts).flatMap((receipt) => receipt.requests);
  return {
    receipts,
    requests: requests.length,
    writeUnits: requests.reduce((sum, { writeUnits }) => sum + writeUnits, 0),
    readUnits: requests.reduce((sum, { readUnits }) => sum + readUnits, 0),
    storedBytes: life.storedBytes,
    cpuMs: quantile(
      warm[design].map(({ cpuMs }) => cpuMs),
      0.5,
    ),
  };
}

function namesOf<N extends Name>(by: Readonly<Record<N, unknown>>): N[] {
  return Object.keys(by) as N[];
}

export function shown(measured: Spread | number, digits = 2): string {
  if (typeof measured === 'number') return String(round(measured, digits));
  const { median, low, high } = measured;
  return `${round(median, digits)} (${round(low, digits)} to ${round(high, digits)})`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
