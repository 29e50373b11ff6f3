import { archiveCostOf } from '../../cost/archive-cost.ts';
import { LIST_PRICES } from '../../cost/list-prices.ts';
import { ASSUMPTIONS, type Cost, costOf, eventCostOf, fallbackCostOf, reconcileCost } from '../../cost/message-cost.ts';
import { functionLogBytesOf, type Goal, requestsOf, unitsOf } from '../goals.ts';
import type { ColdStart } from '../measure/cold-start.ts';
import type { ReceiptUsage } from '../measure/lifecycle.ts';
import { quantile, ratioOf, type Spread, spreadOf } from '../measure/statistics.ts';
import { type Counts, DESIGNS, type Design, type Name, type Results, type Times, titleOf } from '../results.ts';
import { cpuMsOf, usageOf } from '../usage.ts';
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
    ...(times
      ? ['## Cost of a million messages, in dollars', costTable(counts, times), additions(counts, times), assumptions()]
      : []),
    '## What events add',
    'For a message with four receipts, the last one twice, with each change in a separate batch. In dollars for a million messages:',
    publishingTable(counts),
    archivingTable(counts),
    `Assumed: ${ASSUMPTIONS.putEventsMs} ms for an execution. The path of a receipt stays as it is, and Lambda reads streams without a price.`,
    '',
  ].join('\n\n');
}

function timedParts(counts: Counts, times: Times): string[] {
  return [
    '## Cold start',
    coldTable(times.cold.plain, counts),
    '## Cold start over TLS, as on AWS',
    coldTable(times.cold.overTls, counts),
    '## Warm',
    warmTable(times),
    '## Memory',
    memoryTable(times),
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

function coldTable(starts: Readonly<Record<Name, readonly ColdStart[]>>, { sizes }: Counts): string {
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

function warmTable({ warm }: Times): string {
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

function memoryTable({ memory }: Times): string {
  return table(
    ['receipts', 'heap after a full collection, MiB', 'resident memory, MiB'],
    memory.map(({ receipts, heapBytes, rssBytes }) => [
      receipts,
      round(heapBytes / MIB, 2),
      Math.round(rssBytes / MIB),
    ]),
  );
}

function outageTable({ outages: { throttled, hanging } }: Counts): string {
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

function requestsTable({ lifecycles }: Counts): string {
  const rows = [
    ...DESIGNS.map((design) => [titleOf(design), lifecycles[design].long] as const),
    [`${titleOf('receiver')}, format before V7`, lifecycles.receiver.older] as const,
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

function logTable(counts: Counts): string {
  const { accessLog, system } = counts.stackLogs;
  return table(
    ['design', 'function, bytes of a receipt', 'Lambda', 'access log', 'total'],
    DESIGNS.map((design) => {
      const ofFunction = Math.round(functionLogBytesOf(counts, design));
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

function costTable(counts: Counts, times: Times): string {
  const row = (title: string, receipts: number, cost: Cost) => [
    title,
    receipts,
    ...COST_COLUMNS.map(([, part]) => cost[part].toFixed(2)),
  ];
  return table(
    ['design', 'receipts of a message', ...COST_COLUMNS.map(([title]) => title)],
    ([2, 3, 4] as const).flatMap((receipts) => {
      const usage = (design: Design) => usageOf(counts, design, { receipts, cpuMs: cpuMsOf(times, design) });
      return [
        ...DESIGNS.map((design) => row(titleOf(design), receipts, costOf(usage(design)))),
        row(`${titleOf('receiver')}, behind a REST API`, receipts, costOf(usage('receiver'), 'rest')),
      ];
    }),
  );
}

function additions(counts: Counts, times: Times): string {
  const fallback = fallbackCostOf(
    usageOf(counts, 'receiver', { receipts: 3, cpuMs: cpuMsOf(times, 'receiver') }),
  ).total.toFixed(2);
  const { total, queuePolling } = reconcileCost();
  return [
    `A million receipts that go through the fallback queue add at most $${fallback} (each is then alone in its batch).`,
    `Reconciling adds $${total.toFixed(2)} a month, of which $${queuePolling.toFixed(2)} is for polling its queue.`,
  ].join(' ');
}

function publishingTable({ publishing }: Counts): string {
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

function archivingTable({ archiving }: Counts): string {
  const { firehose, lambda, files, storage, total } = archiveCostOf(archiving);
  return table(
    ['rows of the archive', 'bytes of them', 'Firehose', 'Lambda', 'files', 'storage for 7 years', 'total'],
    [[archiving.rows, archiving.rowBytes, ...[firehose, lambda, files, storage, total].map((part) => part.toFixed(2))]],
  );
}

function assumptions(): string {
  const assumed = ASSUMPTIONS;
  return [
    `List prices of ${LIST_PRICES.region}, copied by hand on ${LIST_PRICES.asOf}, without any free tier.`,
    `Every design has the receiver's stack around it. Assumed, not measured: ${assumed.requestMs} ms for a DynamoDB request,`,
    `${assumed.memoryMib} MiB, items kept for ${assumed.retentionMonths} months, ${assumed.answerOverheadBytes} bytes around`,
    `the body of an answer, 1,000,000 messages a month.`,
  ].join(' ');
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
