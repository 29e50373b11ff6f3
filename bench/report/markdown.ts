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
    table(counts.tables, {
      messages: ({ messages }) => messages,
      requests: ({ requests }) => requests,
      'write units': ({ writeUnits }) => writeUnits,
    }),
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
    'Over TLS:',
    coldTable(times.cold.tls, counts),
    'Over plain HTTP:',
    coldTable(times.cold.plain, counts),
    '## Warm',
    warmTable(times),
    '## While DynamoDB fails',
    outageTable(counts),
  ];
}

function goalsTable(goals: readonly Goal[]): string {
  return table(goals, {
    goal: ({ what }) => what,
    'at most': ({ limit }) => limit,
    counted: ({ measured }) => round(measured, 2),
    met: ({ met }) => (met ? 'yes' : '**no**'),
  });
}

function coldTable(starts: Readonly<Record<Name, readonly ContainerRun[]>>, { sizes }: Counts): string {
  const answers = (name: Name) => starts[name].map(firstAnswerMs);
  const median = (name: Name, part: 'loadMs' | 'cpuMs' | 'rssBytes') =>
    spreadOf(starts[name].map((start) => start[part])).median;
  return table(namesOf(starts), {
    handler: titleOf,
    'loaded at the start, KiB': (name) => Math.round(sizes[name] / KIB),
    'load, ms': (name) => round(median(name, 'loadMs'), 1),
    'first answer, ms': (name) => shown(spreadOf(answers(name)), 1),
    'CPU, ms': (name) => round(median(name, 'cpuMs'), 1),
    'memory, MiB': (name) => Math.round(median(name, 'rssBytes') / MIB),
    'the receiver takes': (name) => shareOf(name, answers),
  });
}

function warmTable({ warm }: Times): string {
  const cpu = (name: Name) => warm[name].map(receiptCpuMs);
  const latency = (name: Name, share: number) =>
    quantile(
      warm[name].flatMap(({ answers }) => answers.map(({ ms }) => ms)),
      share,
    );
  return table(namesOf(warm), {
    handler: titleOf,
    'CPU of a receipt, ms': (name) => shown(spreadOf(cpu(name)), 3),
    'median, ms': (name) => round(latency(name, 0.5), 3),
    'p99, ms': (name) => round(latency(name, 0.99), 3),
    'p99, times the median': (name) => round(latency(name, 0.99) / latency(name, 0.5), 2),
    'CPU that the receiver takes': (name) => shareOf(name, cpu),
  });
}

function outageTable({ outages: { throttled, hanging } }: Counts): string {
  const open = hanging.answers.filter(({ breakerOpen }) => breakerOpen);
  const rows = [
    ...throttled,
    hanging,
    { what: 'hangs, after the circuit breaker opened', answers: open, dynamoDbRequests: '' },
  ];
  type Row = (typeof rows)[number];
  const time = (share: number) => (row: Row) => {
    const times = row.answers.map(({ ms }) => ms);
    return times.length === 0 ? '' : round(quantile(times, share), 1);
  };
  return table(rows, {
    DynamoDB: ({ what }) => what,
    receipts: ({ answers }) => answers.length,
    queued: ({ answers }) => answers.filter(isQueued).length,
    'DynamoDB requests': ({ dynamoDbRequests }) => dynamoDbRequests,
    'median, ms': time(0.5),
    'p90, ms': time(0.9),
    'slowest, ms': time(1),
  });
}

function requestsTable({ lifecycles }: Counts): string {
  const rows = [
    { design: titleOf('receiver'), ...lifecycles.receiver },
    { design: titleOf('bareEsm'), ...lifecycles.bareEsm },
    { design: `${titleOf('receiver')}, format before V7`, ...lifecycles.receiverOlder },
  ];
  type Row = (typeof rows)[number];
  const cell = (receipts: readonly ReceiptUsage[]) => `${requestsOf(receipts)} / ${unitsOf(receipts)}`;
  const ofEach = lifecycles.receiver.receipts.map(
    ({ what }, at) => [what, ({ receipts }: Row) => cell(receipts.slice(at, at + 1))] as const,
  );
  return table(rows, {
    design: ({ design }) => design,
    ...Object.fromEntries(ofEach),
    'the whole message': ({ receipts }) => cell(receipts),
    'stored, bytes': ({ stored }) => Math.round(stored.tableBytes),
    'in indexes, bytes': ({ stored }) => Math.round(stored.indexBytes),
  });
}

function historyTable({ history }: Counts): string {
  const steps = history.filter(({ statuses }) => statuses === 1 || statuses % 10 === 0);
  return table(steps, {
    statuses: ({ statuses }) => statuses,
    requests: ({ requests }) => requests,
    'item, bytes': (point) => point.itemBytes,
    'write units of its size': ({ unitsOfSize }) => unitsOfSize,
    'write units of the table': ({ tableWriteUnits }) => tableWriteUnits,
    '... of the indexes': ({ indexWriteUnits }) => indexWriteUnits,
  });
}

function logTable({ lifecycles, stackLogs: { accessLog, system } }: Counts): string {
  const ofFunction = (design: 'receiver' | 'bareEsm') => Math.round(functionLogBytesOf(lifecycles[design]));
  return table(['receiver', 'bareEsm'] as const, {
    design: titleOf,
    'function, bytes of a receipt': ofFunction,
    Lambda: () => system,
    'access log': () => accessLog,
    total: (design) => ofFunction(design) + system + accessLog,
  });
}

function costTable(): string {
  const rows = {
    'three receipts of each': costOf(TYPICAL_USAGE).total,
    'what `events` adds': eventCostOf(TYPICAL_EVENTS).total,
    'what `archive` adds, kept for seven years': archiveCostOf(TYPICAL_ARCHIVING).total,
  };
  return table(Object.entries(rows), { '': ([what]) => what, dollars: ([, dollars]) => dollars.toFixed(2) });
}

/** How much of a contender's measurements those of the receiver are. */
function shareOf(name: Name, of: (name: Name) => readonly number[]): string {
  return name === 'receiver' ? '' : `${shown(ratioOf(of('receiver'), of(name)))} of it`;
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
