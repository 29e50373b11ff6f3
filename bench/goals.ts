import { costOf, usageOf } from './cost.ts';
import type { ReceiptUsage } from './measure/lifecycle.ts';
import type { Outage } from './measure/outage.ts';
import { quantile, ratioOf, type Spread } from './measure/statistics.ts';
import type { Name, Results } from './results.ts';

/** A goal for the receiver, and whether a run met it. */
export interface Goal {
  readonly what: string;
  /** The highest value that meets the goal. */
  readonly limit: number;
  readonly measured: Spread | number;
  readonly met: boolean;
  /** Whether it depends on the speed and the load of the machine. */
  readonly timed: boolean;
}

const COLD_LIMITS: readonly (readonly [contender: Name, title: string, limit: number])[] = [
  ['bareDefault', 'a bare handler, bundled by default', 0.62],
  ['bareEsm', 'a bare handler, ES module', 1],
  ['handSigned', 'the hand-signed floor', 2.2],
];
const MIB = 2 ** 20;

/** All goals with the results of a run. */
export function goalsOf(results: Results): Goal[] {
  return [
    ...coldStartGoals(results),
    ...warmGoals(results),
    ...outageGoals(results),
    ...sizeGoals(results),
    ...requestGoals(results),
    ...growthGoals(results),
    ...costGoals(results),
  ];
}

function coldStartGoals({ cold }: Results): Goal[] {
  return (['plain', 'overTls'] as const).flatMap((transport) => {
    const answers = (name: Name) => cold[transport][name].map(({ answerMs }) => answerMs);
    return COLD_LIMITS.map(([contender, title, limit]) =>
      timed(
        `cold start${transport === 'overTls' ? ' over TLS' : ''}, times ${title}`,
        limit,
        ratioOf(answers('receiver'), answers(contender)),
      ),
    );
  });
}

function warmGoals({ warm, memory }: Results): Goal[] {
  const cpu = (name: Name) => warm[name].map(({ cpuMs }) => cpuMs);
  const latencies = warm.receiver.flatMap(({ latenciesMs }) => latenciesMs);
  const [first, last] = [memory[0], memory.at(-1)];
  return [
    timed('warm CPU of a receipt, times a bare handler, ES module', 1.25, ratioOf(cpu('receiver'), cpu('bareEsm'))),
    timed('warm p99, times the median', 3, quantile(latencies, 0.99) / quantile(latencies, 0.5)),
    timed(
      `growth of the heap from receipt ${first?.receipts} to ${last?.receipts}, MiB`,
      1,
      ((last?.heapBytes ?? Number.NaN) - (first?.heapBytes ?? Number.NaN)) / MIB,
    ),
  ];
}

function outageGoals({ outages: { throttled, hanging } }: Results): Goal[] {
  const all = [...throttled, hanging].flatMap(({ answers }) => answers);
  const requestsPerReceipt = ({ answers, dynamoDbRequests }: Outage) => dynamoDbRequests / answers.length;
  const afterOpening = hanging.answers.filter(({ breakerOpen }) => breakerOpen).map(({ ms }) => ms);
  return [
    counted(
      'receipts that were not queued while DynamoDB throttled or hung',
      0,
      all.filter(({ statusCode, outcome }) => statusCode !== 202 || outcome !== 'queued').length,
    ),
    counted('DynamoDB requests of a throttled receipt', 1, Math.max(...throttled.map(requestsPerReceipt))),
    counted('DynamoDB requests of a receipt while DynamoDB hangs', 0.5, requestsPerReceipt(hanging)),
    timed(
      'ms until 202 while every write is throttled, p90',
      150,
      Math.max(
        ...throttled.map(({ answers }) =>
          quantile(
            answers.map(({ ms }) => ms),
            0.9,
          ),
        ),
      ),
    ),
    timed(
      'ms until 202 after the circuit breaker opened, median',
      50,
      afterOpening.length === 0 ? Number.NaN : quantile(afterOpening, 0.5),
    ),
    timed('ms of the slowest answer while DynamoDB fails', 4_500, Math.max(...all.map(({ ms }) => ms))),
  ];
}

function sizeGoals({ sizes }: Results): Goal[] {
  return [
    counted(
      'bytes loaded at the start, times a bare handler, bundled by default',
      0.6,
      sizes.receiver / sizes.bareDefault,
    ),
    counted('bytes loaded at the start, times a bare handler, ES module', 1, sizes.receiver / sizes.bareEsm),
  ];
}

function requestGoals({ lifecycles }: Results): Goal[] {
  const [ours, v7] = [lifecycles.receiver.long.receipts, lifecycles.receiver.v7.receipts];
  const compared = [
    ['a bare put', lifecycles.bareEsm.long.receipts],
    ['middy + zod + Powertools', lifecycles.powertools.long.receipts],
  ] as const;
  return [
    counted(
      'requests of a first, a superseding or a repeated receipt',
      1,
      Math.max(...ours.map(({ requests }) => requests.length)),
    ),
    ...compared.map(([title, theirs]) =>
      counted(`requests of a message, times ${title}`, 1, requestsOf(ours) / requestsOf(theirs)),
    ),
    ...compared.map(([title, theirs]) =>
      counted(`write units of a message, times ${title}`, 1, unitsOf(ours) / unitsOf(theirs)),
    ),
    counted('requests of a message in format V7, times an older one', 1, requestsOf(v7) / requestsOf(ours)),
    counted('write units of a message in format V7, times an older one', 1, unitsOf(v7) / unitsOf(ours)),
  ];
}

function growthGoals({ history, tables }: Results): Goal[] {
  const [smallest, largest] = [tables[0], tables.at(-1)];
  return [
    counted(
      `write units of a message among ${largest?.messages} messages, times among ${smallest?.messages}`,
      1,
      (largest?.writeUnits ?? Number.NaN) / (smallest?.writeUnits ?? Number.NaN),
    ),
    counted(
      `write units of the table above those of the item's size, up to status ${history.length}`,
      0,
      Math.max(...history.map(({ tableWriteUnits, unitsOfSize }) => tableWriteUnits - unitsOfSize)),
    ),
    counted(
      `requests of one status, up to status ${history.length}`,
      1,
      Math.max(...history.map(({ requests }) => requests)),
    ),
  ];
}

function costGoals(results: Results): Goal[] {
  const usage = usageOf(results, 'receiver', 3);
  const { accessLog, system } = usage.stackLogs;
  return [
    counted('bytes of log for a receipt', 800, usage.functionLogBytes / usage.receipts + accessLog + system),
    // The price of Lambda follows the CPU time
    timed('dollars for a million messages of three receipts', 12.5, costOf(usage).total),
  ];
}

function timed(what: string, limit: number, measured: Spread | number): Goal {
  return { ...counted(what, limit, measured), timed: true };
}

function counted(what: string, limit: number, measured: Spread | number): Goal {
  const value = typeof measured === 'number' ? measured : measured.median;
  return { what, limit, measured, met: value <= limit, timed: false };
}

export function requestsOf(receipts: readonly ReceiptUsage[]): number {
  return receipts.reduce((sum, { requests }) => sum + requests.length, 0);
}

export function unitsOf(receipts: readonly ReceiptUsage[]): number {
  return receipts.flatMap(({ requests }) => requests).reduce((sum, { writeUnits }) => sum + writeUnits, 0);
}
