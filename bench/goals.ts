import { costOf, type Usage } from '../cost/message-cost.ts';
import { TYPICAL_USAGE } from '../cost/typical-usage.ts';
import type { MessageLifecycle, ReceiptUsage } from './measure/lifecycle.ts';
import { isQueued, type Outage } from './measure/outage.ts';
import type { Counts } from './results.ts';

/** A goal for the receiver, and whether a run met it. */
export interface Goal {
  readonly what: string;
  /** The highest value that meets the goal. */
  readonly limit: number;
  readonly measured: number;
  readonly met: boolean;
}

/** CPU time of a receipt in the goal for the cost: more than any run has measured. Together they cost $0.10. */
const CPU_MS = 1.5;

/** All goals with the counts of a run. Times are no goals, because they depend on the machine. */
export function goalsOf(counts: Counts): Goal[] {
  const { throttled, hanging } = counts.outages;
  const notQueued = [...throttled, hanging].flatMap(({ answers }) => answers).filter((answer) => !isQueued(answer));
  const requestsPerReceipt = ({ answers, dynamoDbRequests }: Outage) => dynamoDbRequests / answers.length;
  const { receiver, bareDefault, bareEsm } = counts.sizes;
  const ours = counts.lifecycles.receiver.receipts;
  const older = counts.lifecycles.receiverOlder.receipts;
  const bare = counts.lifecycles.bareEsm.receipts;
  const { history, tables } = counts;
  const [smallest, largest] = [tables[0], tables.at(-1)];
  const { accessLog, system } = counts.stackLogs;
  const dollars = (cpuMs: number) => costOf(usageOf(counts, cpuMs)).total;
  const goals: readonly (readonly [what: string, limit: number, measured: number])[] = [
    ['receipts that were not queued while DynamoDB throttled or hung', 0, notQueued.length],
    ['DynamoDB requests of a throttled receipt', 1, Math.max(...throttled.map(requestsPerReceipt))],
    ['DynamoDB requests of a receipt while DynamoDB hangs', 0.5, requestsPerReceipt(hanging)],
    ['bytes loaded at the start, times a bare handler, bundled by default', 0.6, receiver / bareDefault],
    ['bytes loaded at the start, times a bare handler, ES module', 1, receiver / bareEsm],
    [
      'requests of a first, a superseding or a repeated receipt',
      1,
      Math.max(...ours.map(({ requests }) => requests.length)),
    ],
    ['requests of a message, times a bare put', 1, requestsOf(ours) / requestsOf(bare)],
    ['write units of a message, times a bare put', 1, unitsOf(ours) / unitsOf(bare)],
    ['requests of a message in format V7, times an older one', 1, requestsOf(ours) / requestsOf(older)],
    ['write units of a message in format V7, times an older one', 1, unitsOf(ours) / unitsOf(older)],
    [
      `write units of a message among ${largest?.messages} messages, times among ${smallest?.messages}`,
      1,
      (largest?.writeUnits ?? Number.NaN) / (smallest?.writeUnits ?? Number.NaN),
    ],
    [
      `write units of the table above those of the item's size, up to status ${history.length}`,
      0,
      Math.max(...history.map(({ tableWriteUnits, unitsOfSize }) => tableWriteUnits - unitsOfSize)),
    ],
    [`requests of one status, up to status ${history.length}`, 1, Math.max(...history.map(({ requests }) => requests))],
    ['bytes of log for a receipt', 800, functionLogBytesOf(counts.lifecycles.receiver) + accessLog + system],
    [`dollars for a million messages of three receipts, with ${CPU_MS} ms of CPU for a receipt`, 12.4, dollars(CPU_MS)],
    // The monthly bill of the tool and the docs rests on these counts, too
    [
      'dollars for a million messages, times those of the monthly bill',
      1.02,
      dollars(TYPICAL_USAGE.cpuMs) / costOf(TYPICAL_USAGE).total,
    ],
  ];
  return goals.map(([what, limit, measured]) => ({ what, limit, measured, met: measured <= limit }));
}

/** The usage of a message that is queued, sent and delivered. */
function usageOf({ lifecycles, stackLogs }: Counts, cpuMs: number): Usage {
  const receipts = statusesOf(lifecycles.receiver);
  const sum = (of: (receipt: ReceiptUsage) => number) => receipts.reduce((total, receipt) => total + of(receipt), 0);
  return {
    receipts: receipts.length,
    requests: requestsOf(receipts),
    writeUnits: unitsOf(receipts),
    readUnits: sum(({ requests }) => requests.reduce((total, { readUnits }) => total + readUnits, 0)),
    stored: lifecycles.receiver.stored,
    cpuMs,
    functionLogBytes: sum(({ logBytes }) => logBytes),
    stackLogs,
    answerBytes: sum(({ answerBytes }) => answerBytes),
  };
}

export function requestsOf(receipts: readonly ReceiptUsage[]): number {
  return receipts.reduce((sum, { requests }) => sum + requests.length, 0);
}

export function unitsOf(receipts: readonly ReceiptUsage[]): number {
  return receipts.flatMap(({ requests }) => requests).reduce((sum, { writeUnits }) => sum + writeUnits, 0);
}

/** Bytes that the function logs for one receipt, on average of the three statuses of a message. */
export function functionLogBytesOf(lifecycle: MessageLifecycle): number {
  const statuses = statusesOf(lifecycle);
  return statuses.reduce((sum, { logBytes }) => sum + logBytes, 0) / statuses.length;
}

/** The receipts of a message without the copy of the last one. */
function statusesOf({ receipts }: MessageLifecycle): readonly ReceiptUsage[] {
  return receipts.slice(0, 3);
}
