import { ASSUMPTIONS, type Cost, costOf, eventCostOf, usageOf } from '../cost.ts';
import { type Goal, requestsOf, unitsOf } from '../goals.ts';
import { LIST_PRICES } from '../list-prices.ts';
import type { ColdStart } from '../measure/cold-start.ts';
import type { ReceiptUsage } from '../measure/lifecycle.ts';
import { quantile, ratioOf, type Spread, spreadOf } from '../measure/statistics.ts';
import { DESIGNS, type Name, type Results, titleOf } from '../results.ts';
import { COLD_START_CHART, COST_CHART } from './chart.ts';
import { table } from './table.ts';

const KIB = 1024;
const MIB = KIB * KIB;

/** The report of a run. */
export function markdownOf(results: Results, goals: readonly Goal[]): string {
  const { date, node, machine, quick } = results;
  return [
    `${date.slice(0, 10)}, Node ${node}, ${machine}.${quick ? ' **A quick run: its times mean nothing.**' : ''}`,
    '## Goals',
    goalsTable(goals, quick),
    '## Cold start',
    `![Cold starts as bars](${COLD_START_CHART})`,
    coldTable(results.cold.plain, results),
    '## Cold start over TLS, as on AWS',
    coldTable(results.cold.overTls, results),
    '## Warm',
    warmTable(results),
    '## Memory',
    memoryTable(results),
    '## While DynamoDB fails',
    outageTable(results),
    '## Requests and write units of one message',
    'Requests / write units, including those of the indexes.',
    requestsTable(results),
    '## Growth',
    'One more status of a message, by the number of its statuses:',
    historyTable(results),
    'The receipts of one message, by the number of other messages in the table:',
    table(
      ['messages', 'requests', 'write units'],
      results.tables.map(({ messages, requests, writeUnits }) => [messages, requests, writeUnits]),
    ),
    '## Log',
    logTable(results),
    '## Cost of a million messages, in dollars',
    costTable(results),
    `![Dollars a month by the messages of the month, three receipts each](${COST_CHART})`,
    assumptions(),
    '## What events add',
    'For a message with four receipts, the last one twice, with each change in a separate batch. In dollars for a million messages:',
    publishingTable(results),
    `Assumed: ${ASSUMPTIONS.putEventsMs} ms for an execution. The path of a receipt stays as it is, and Lambda reads streams without a price.`,
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

function coldTable(starts: Readonly<Record<Name, readonly ColdStart[]>>, { sizes }: Results): string {
  const answers = (name: Name) => starts[name].map(({ answerMs }) => answerMs);
  const header = [
    'handler',
    'loaded at the start, KiB',
    'load, ms',
    'first answer, ms',
    'CPU, ms',
    'memory, MiB',
    'the receiver takes',
  ];
  const rows = namesOf(starts).map((name) => {
    const median = (part: 'loadMs' | 'cpuMs' | 'rssBytes') =>
      quantile(
        starts[name].map((start) => start[part]),
        0.5,
      );
    return [
      titleOf(name),
      Math.round(sizes[name] / KIB),
      round(median('loadMs'), 1),
      shown(spreadOf(answers(name)), 1),
      round(median('cpuMs'), 1),
      Math.round(median('rssBytes') / MIB),
      name === 'receiver' ? '' : `${shown(ratioOf(answers('receiver'), answers(name)))} of it`,
    ];
  });
  return table(header, rows);
}

function warmTable({ warm }: Results): string {
  const cpu = (name: Name) => warm[name].map(({ cpuMs }) => cpuMs);
  return table(
    [
      'handler',
      'CPU of a receipt, ms',
      'median, ms',
      'p99, ms',
      'p99, times the median',
      'CPU that the receiver takes',
    ],
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

function outageTable({ outages: { throttled, hanging } }: Results): string {
  const open = hanging.answers.filter(({ breakerOpen }) => breakerOpen);
  const rows = [
    ...throttled.map(({ what, ...outage }) => ({ what: `throttles: ${what}`, ...outage })),
    { ...hanging, what: 'hangs' },
    { what: 'hangs, after the circuit breaker opened', answers: open, dynamoDbRequests: undefined },
  ];
  return table(
    ['DynamoDB', 'receipts', 'queued', 'DynamoDB requests', 'median, ms', 'p90, ms', 'slowest, ms'],
    rows.map(({ what, answers, dynamoDbRequests = '' }) => {
      const times = answers.map(({ ms }) => ms);
      const queued = answers.filter(({ outcome }) => outcome === 'queued').length;
      const quantiles =
        times.length === 0 ? ['', '', ''] : [0.5, 0.9, 1].map((share) => round(quantile(times, share), 1));
      return [what, answers.length, queued, dynamoDbRequests, ...quantiles];
    }),
  );
}

function requestsTable({ lifecycles }: Results): string {
  const rows = [
    ...DESIGNS.map((design) => [titleOf(design), lifecycles[design].long] as const),
    [`${titleOf('receiver')}, format V7`, lifecycles.receiver.v7] as const,
  ];
  const cell = (receipts: readonly ReceiptUsage[]) => `${requestsOf(receipts)} / ${unitsOf(receipts)}`;
  return table(
    [
      'design',
      ...lifecycles.receiver.long.receipts.map(({ what }) => what),
      'the whole message',
      'stored, bytes',
      'in indexes, bytes',
    ],
    rows.map(([title, { receipts, stored }]) => [
      title,
      ...receipts.map((receipt) => cell([receipt])),
      cell(receipts),
      Math.round(stored.tableBytes),
      Math.round(stored.indexBytes),
    ]),
  );
}

function historyTable({ history }: Results): string {
  const steps = history.filter(({ statuses }) => statuses === 1 || statuses % 10 === 0);
  return table(
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
  );
}

function logTable(results: Results): string {
  const { accessLog, system } = results.stackLogs;
  return table(
    ['design', 'function, bytes of a receipt', 'Lambda', 'access log', 'total'],
    DESIGNS.map((design) => {
      const { functionLogBytes, receipts } = usageOf(results, design, 3);
      const ofFunction = Math.round(functionLogBytes / receipts);
      return [titleOf(design), ofFunction, system, accessLog, ofFunction + system + accessLog];
    }),
  );
}

const COST_COLUMNS: readonly (readonly [title: string, part: keyof Cost])[] = [
  ['API Gateway', 'apiGateway'],
  ['Lambda', 'lambda'],
  ['DynamoDB requests', 'dynamoDbWrites'],
  ['DynamoDB storage', 'dynamoDbStorage'],
  ['logs', 'logs'],
  ['secret', 'secret'],
  ['queue polling', 'queuePolling'],
  ['data out', 'dataOut'],
  ['total', 'total'],
];

function costTable(results: Results): string {
  const row = (title: string, receipts: number, cost: Cost) => [
    title,
    receipts,
    ...COST_COLUMNS.map(([, part]) => cost[part].toFixed(2)),
  ];
  return table(
    ['design', 'receipts of a message', ...COST_COLUMNS.map(([title]) => title)],
    ([2, 3, 4] as const).flatMap((receipts) => [
      ...DESIGNS.map((design) => row(titleOf(design), receipts, costOf(usageOf(results, design, receipts)))),
      row(
        `${titleOf('receiver')}, behind a REST API`,
        receipts,
        costOf(usageOf(results, 'receiver', receipts), 'rest'),
      ),
    ]),
  );
}

function publishingTable({ publishing }: Results): string {
  const { records, events, entryBytes, putEventsRequests } = publishing;
  const { eventBridge, lambda, logs, total } = eventCostOf(publishing);
  return table(
    [
      'records of the stream',
      'events',
      'bytes of an event',
      'requests to EventBridge',
      'EventBridge',
      'Lambda',
      'logs',
      'total',
    ],
    [
      [
        records,
        events,
        entryBytes,
        putEventsRequests,
        ...[eventBridge, lambda, logs, total].map((part) => part.toFixed(2)),
      ],
    ],
  );
}

function assumptions(): string {
  const assumed = ASSUMPTIONS;
  return [
    `List prices of ${LIST_PRICES.region}, copied by hand on ${LIST_PRICES.asOf}, without any free tier.`,
    `Every design has the receiver's stack around it. Assumed, not measured: ${assumed.requestMs} ms for a DynamoDB request,`,
    `${assumed.memoryMib} MiB, items kept for ${assumed.retentionMonths} months, ${assumed.answerOverheadBytes} bytes around`,
    `the body of an answer, ${assumed.messagesPerMonth.toLocaleString('en')} messages a month.`,
  ].join(' ');
}

function namesOf(by: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(by) as Name[];
}

function shown(measured: Spread | number, digits = 2): string {
  if (typeof measured === 'number') return Number.isNaN(measured) ? 'none' : String(round(measured, digits));
  const { median, low, high } = measured;
  return `${round(median, digits)} (${round(low, digits)} to ${round(high, digits)})`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
