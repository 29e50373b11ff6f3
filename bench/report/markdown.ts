import { archiveCostOf } from '../../cost/archive-cost.ts';
import { costOf, eventCostOf } from '../../cost/message-cost.ts';
import { TYPICAL_ARCHIVING, TYPICAL_EVENTS, TYPICAL_USAGE } from '../../cost/typical-usage.ts';
import { functionLogBytesOf, type Goal, requestsOf, unitsOf } from '../goals.ts';
import { firstAnswerMs, receiptCpuMs } from '../measure/cold-and-warm.ts';
import type { ContainerRun } from '../measure/container.ts';
import type { ReceiptUsage } from '../measure/lifecycle.ts';
import { isQueued } from '../measure/outage.ts';
import { quantile, ratioOf, type Spread, spreadOf } from '../measure/statistics.ts';
import { type Counts, type Name, type Results, type Times, titleOf } from '../results.ts';
import { table } from './table.ts';

const KIB = 1024;
const MIB = KIB * KIB;

/** The report of a run. A quick one has counts alone. */
export function markdownOf({ date, node, machine, counts, times }: Results, goals: readonly Goal[]): string {
  return [
    `${date.slice(0, 10)}, Node ${node}, ${machine}.`,
    '## Goals',
    goalsTable(goals),
    ...(times ? timedParts(counts, times) : []),
    '## Requests and write units of one message',
    'Requests / write units, including those of the indexes.',
    requestsTable(counts),
    "The message is the vendor's sample in format V7: a price in each receipt, the text of the message in `queued`.",
    '## Growth',
    'One more status of a message, by the number of its statuses:',
    historyTable(counts),
    'The receipts of one message, by the number of other messages in the table:',
    table(
      ['messages', 'requests', 'write units'],
      counts.tables.map(({ messages, requests, writeUnits }) => [messages, requests, writeUnits]),
    ),
    '## Log',
    logTable(counts),
    '## Dollars for a million messages',
    'By the model and the list prices of [Cost](cost.md), with the counts of its bill, which the goals compare with these.',
    costTable(),
    '',
  ].join('\n\n');
}

function timedParts(counts: Counts, times: Times): string[] {
  return [
    '## Cold start',
    coldTable(times.cold, counts),
    '## Warm',
    warmTable(times),
    '## While DynamoDB fails',
    outageTable(counts),
  ];
}

function goalsTable(goals: readonly Goal[]): string {
  return table(
    ['goal', 'at most', 'counted', 'met'],
    goals.map(({ what, limit, measured, met }) => [what, limit, round(measured, 2), met ? 'yes' : '**no**']),
  );
}

function coldTable(starts: Readonly<Record<Name, readonly ContainerRun[]>>, { sizes }: Counts): string {
  const answers = (name: Name) => starts[name].map(firstAnswerMs);
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
    const median = (part: 'loadMs' | 'cpuMs' | 'rssBytes') => spreadOf(starts[name].map((start) => start[part])).median;
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

function warmTable({ warm }: Times): string {
  const cpu = (name: Name) => warm[name].map(receiptCpuMs);
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
      const latencies = warm[name].flatMap(({ answers }) => answers.map(({ ms }) => ms));
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

function outageTable({ outages: { throttled, hanging } }: Counts): string {
  const open = hanging.answers.filter(({ breakerOpen }) => breakerOpen);
  const rows = [
    ...throttled,
    hanging,
    { what: 'hangs, after the circuit breaker opened', answers: open, dynamoDbRequests: undefined },
  ];
  return table(
    ['DynamoDB', 'receipts', 'queued', 'DynamoDB requests', 'median, ms', 'p90, ms', 'slowest, ms'],
    rows.map(({ what, answers, dynamoDbRequests = '' }) => {
      const times = answers.map(({ ms }) => ms);
      const queued = answers.filter(isQueued).length;
      const quantiles =
        times.length === 0 ? ['', '', ''] : [0.5, 0.9, 1].map((share) => round(quantile(times, share), 1));
      return [what, answers.length, queued, dynamoDbRequests, ...quantiles];
    }),
  );
}

function requestsTable({ lifecycles }: Counts): string {
  const rows = [
    [titleOf('receiver'), lifecycles.receiver],
    [titleOf('bareEsm'), lifecycles.bareEsm],
    [`${titleOf('receiver')}, format before V7`, lifecycles.receiverOlder],
  ] as const;
  const cell = (receipts: readonly ReceiptUsage[]) => `${requestsOf(receipts)} / ${unitsOf(receipts)}`;
  return table(
    [
      'design',
      ...lifecycles.receiver.receipts.map(({ what }) => what),
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

function historyTable({ history }: Counts): string {
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

function logTable({ lifecycles, stackLogs: { accessLog, system } }: Counts): string {
  return table(
    ['design', 'function, bytes of a receipt', 'Lambda', 'access log', 'total'],
    (['receiver', 'bareEsm'] as const).map((design) => {
      const ofFunction = Math.round(functionLogBytesOf(lifecycles[design]));
      return [titleOf(design), ofFunction, system, accessLog, ofFunction + system + accessLog];
    }),
  );
}

function costTable(): string {
  const rows = [
    ['three receipts of each', costOf(TYPICAL_USAGE).total],
    ['what `events` adds', eventCostOf(TYPICAL_EVENTS).total],
    ['what `archive` adds, kept for seven years', archiveCostOf(TYPICAL_ARCHIVING).total],
  ] as const;
  return table(
    ['', 'dollars'],
    rows.map(([what, dollars]) => [what, dollars.toFixed(2)]),
  );
}

function namesOf(by: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(by) as Name[];
}

function shown({ median, low, high }: Spread, digits = 2): string {
  return `${round(median, digits)} (${round(low, digits)} to ${round(high, digits)})`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
