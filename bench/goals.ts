import type { ReceiptCost } from './measure/capacity.ts';
import { quantile, ratioOf, type Spread } from './measure/statistics.ts';
import type { OVER_TLS, Results, WARM } from './results.ts';

/** A promise about the receiver, and what a run says of it. */
export interface Goal {
  readonly what: string;
  /** At most this. */
  readonly limit: number;
  readonly measured: Spread | number;
  readonly met: boolean;
  /** Whether it depends on how fast and how busy the machine is. */
  readonly timed: boolean;
}

type Compared = (typeof OVER_TLS)[number];

const COLD_LIMITS: readonly (readonly [than: Compared, title: string, limit: number])[] = [
  ['bareDefault', 'the bare handler, bundled by default', 0.6],
  ['bareEsm', 'the bare handler, ES module', 1],
  ['handSigned', 'the hand-signed floor', 2.2],
];
const MIB = 2 ** 20;

/** Every goal, judged by a run. */
export function goalsOf(results: Results): Goal[] {
  const { cold, warm, memory, lifecycles, history, tables, sizes } = results;
  const answers = (of: Results['cold']['overTls'], name: Compared) => of[name].map(({ answerMs }) => answerMs);
  const cpu = (name: (typeof WARM)[number]) => warm[name].map(({ cpuMs }) => cpuMs);
  const latencies = warm.receiver.flatMap(({ latenciesMs }) => latenciesMs);
  const [first, last] = [memory[0], memory.at(-1)];
  const [smallest, largest] = [tables[0], tables.at(-1)];
  const [receiver, idempotentPut, itemPerStatus] = [
    lifecycles.receiver,
    lifecycles.idempotentPut,
    lifecycles.itemPerStatus,
  ].map(({ long }) => long.receipts) as [readonly ReceiptCost[], readonly ReceiptCost[], readonly ReceiptCost[]];
  return [
    ...(['plain', 'overTls'] as const).flatMap((transport) =>
      COLD_LIMITS.map(([than, title, limit]) =>
        timed(
          `cold start${transport === 'overTls' ? ' over TLS' : ''}, times ${title}`,
          limit,
          ratioOf(answers(cold[transport], 'receiver'), answers(cold[transport], than)),
        ),
      ),
    ),
    timed('warm CPU for a receipt, times the bare handler, ES module', 1.25, ratioOf(cpu('receiver'), cpu('bareEsm'))),
    timed('warm p99, times the median', 3, quantile(latencies, 0.99) / quantile(latencies, 0.5)),
    timed(
      `heap after ${last?.receipts} receipts, more than after ${first?.receipts}, in MiB`,
      1,
      ((last?.heapBytes ?? Number.NaN) - (first?.heapBytes ?? Number.NaN)) / MIB,
    ),
    pluralize(
      'bytes loaded at the start, times the bare handler, bundled by default',
      0.6,
      sizes.receiver / sizes.bareDefault,
    ),
    pluralize('bytes loaded at the start, times the bare handler, ES module', 1, sizes.receiver / sizes.bareEsm),
    pluralize(
      'requests for a first, a superseding and a repeated receipt, the most of them',
      1,
      Math.max(...receiver.map(({ requests }) => requests.length)),
    ),
    pluralize(
      'write units of a first or superseding receipt, times one put of an item, the most of them',
      1,
      Math.max(...newStatuses(receiver).map((units, at) => units / (newStatuses(itemPerStatus)[at] ?? Number.NaN))),
    ),
    pluralize(
      'requests for a life, times Powertools Idempotency and a put',
      1,
      requestsOf(receiver) / requestsOf(idempotentPut),
    ),
    pluralize('requests for a life, times one item per status', 1, requestsOf(receiver) / requestsOf(itemPerStatus)),
    pluralize(
      'write units for a life, times Powertools Idempotency and a put',
      1,
      unitsOf(receiver) / unitsOf(idempotentPut),
    ),
    pluralize('write units for a life, times one item per status', 1, unitsOf(receiver) / unitsOf(itemPerStatus)),
    pluralize(
      `write units for a life among ${largest?.messages} messages, times among none`,
      1,
      (largest?.writeUnits ?? Number.NaN) / (smallest?.writeUnits ?? Number.NaN),
    ),
    pluralize(
      `write units of the table up to status ${history.length}, more than the item's size asks for`,
      0,
      Math.max(...history.map(({ tableWriteUnits, unitsOfSize }) => tableWriteUnits - unitsOfSize)),
    ),
    pluralize(
      `requests for a status up to status ${history.length}, the most of them`,
      1,
      Math.max(...history.map(({ requests }) => requests)),
    ),
  ];
}

function timed(what: string, limit: number, measured: Spread | number): Goal {
  return { ...pluralize(what, limit, measured), timed: true };
}

function pluralize(what: string, limit: number, measured: Spread | number): Goal {
  const value = typeof measured === 'number' ? measured : measured.median;
  return { what, limit, measured, met: value <= limit, timed: false };
}

/** Write units of each receipt but the last one, which is a copy. */
function newStatuses(life: readonly ReceiptCost[]): number[] {
  return life.slice(0, -1).map((receipt) => unitsOf([receipt]));
}

export function requestsOf(life: readonly ReceiptCost[]): number {
  return life.reduce((sum, { requests }) => sum + requests.length, 0);
}

export function unitsOf(life: readonly ReceiptCost[]): number {
  return life.flatMap(({ requests }) => requests).reduce((sum, { writeUnits }) => sum + writeUnits, 0);
}
