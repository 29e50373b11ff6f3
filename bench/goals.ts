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
  return [
    ...outageGoals(counts),
    ...sizeGoals(counts),
    ...requestGoals(counts),
    ...growthGoals(counts),
    logGoal(counts),
    ...costGoals(counts),
  ];
}

function outageGoals({ outages: { throttled, hanging } }: Counts): Goal[] {
  const all = [...throttled, hanging].flatMap(({ answers }) => answers);
  const requestsPerReceipt = ({ answers, dynamoDbRequests }: Outage) => dynamoDbRequests / answers.length;
  return [
    goal(
      'receipts that were not queued while DynamoDB throttled or hung',
      0,
      all.filter((answer) => !isQueued(answer)).length,
    ),
    goal('DynamoDB requests of a throttled receipt', 1, Math.max(...throttled.map(requestsPerReceipt))),
    goal('DynamoDB requests of a receipt while DynamoDB hangs', 0.5, requestsPerReceipt(hanging)),
  ];
}

function sizeGoals({ sizes }: Counts): Goal[] {
  return [
    goal(
      'bytes loaded at the start, times a bare handler, bundled by default',
      0.6,
      sizes.receiver / sizes.bareDefault,
    ),
    goal('bytes loaded at the start, times a bare handler, ES module', 1, sizes.receiver / sizes.bareEsm),
  ];
}

function requestGoals({ lifecycles }: Counts): Goal[] {
  const [ours, older] = [lifecycles.receiver.receipts, lifecycles.receiverOlder.receipts];
  const bare = lifecycles.bareEsm.receipts;
  return [
    goal(
      'requests of a first, a superseding or a repeated receipt',
      1,
      Math.max(...ours.map(({ requests }) => requests.length)),
    ),
    goal('requests of a message, times a bare put', 1, requestsOf(ours) / requestsOf(bare)),
    goal('write units of a message, times a bare put', 1, unitsOf(ours) / unitsOf(bare)),
    goal('requests of a message in format V7, times an older one', 1, requestsOf(ours) / requestsOf(older)),
    goal('write units of a message in format V7, times an older one', 1, unitsOf(ours) / unitsOf(older)),
  ];
}

function growthGoals({ history, tables }: Counts): Goal[] {
  const [smallest, largest] = [tables[0], tables.at(-1)];
  return [
    goal(
      `write units of a message among ${largest?.messages} messages, times among ${smallest?.messages}`,
      1,
      (largest?.writeUnits ?? Number.NaN) / (smallest?.writeUnits ?? Number.NaN),
    ),
    goal(
      `write units of the table above those of the item's size, up to status ${history.length}`,
      0,
      Math.max(...history.map(({ tableWriteUnits, unitsOfSize }) => tableWriteUnits - unitsOfSize)),
    ),
    goal(
      `requests of one status, up to status ${history.length}`,
      1,
      Math.max(...history.map(({ requests }) => requests)),
    ),
  ];
}

function logGoal({ lifecycles, stackLogs: { accessLog, system } }: Counts): Goal {
  return goal('bytes of log for a receipt', 800, functionLogBytesOf(lifecycles.receiver) + accessLog + system);
}

/** The monthly bill of the tool and the docs rests on these counts, too. */
function costGoals(counts: Counts): Goal[] {
  const dollars = (cpuMs: number) => costOf(usageOf(counts, cpuMs)).total;
  const { cpuMs } = TYPICAL_USAGE;
  return [
    goal(
      `dollars for a million messages of three receipts, with ${CPU_MS} ms of CPU for a receipt`,
      12.4,
      dollars(CPU_MS),
    ),
    goal(
      'dollars for a million messages, times those of the monthly bill',
      1.02,
      dollars(cpuMs) / costOf(TYPICAL_USAGE).total,
    ),
  ];
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

function goal(what: string, limit: number, measured: number): Goal {
  return { what, limit, measured, met: measured <= limit };
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
