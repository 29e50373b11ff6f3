import type { Usage } from '../cost/message-cost.ts';
import { quantile } from './measure/statistics.ts';
import type { Counts, Design, Times } from './results.ts';

/** Measured CPU time of the function for one receipt, in milliseconds. */
export function cpuMsOf({ warm }: Times, design: Design): number {
  return quantile(
    warm[design].map((round) => round.cpuMs),
    0.5,
  );
}

/**
 * The usage of a message: 2 receipts are sent and delivered, 3 also queued, 4 the last one twice.
 *
 * @param cpuMs - CPU time of the function for one receipt
 */
export function usageOf(
  { lifecycles, stackLogs }: Counts,
  design: Design,
  { receipts, cpuMs }: { readonly receipts: 2 | 3 | 4; readonly cpuMs: number },
): Usage {
  const { receipts: all, stored } = receipts === 2 ? lifecycles[design].short : lifecycles[design].long;
  const counted = all.slice(0, receipts);
  const requests = counted.flatMap((receipt) => receipt.requests);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    receipts,
    requests: requests.length,
    writeUnits: sum(requests.map(({ writeUnits }) => writeUnits)),
    readUnits: sum(requests.map(({ readUnits }) => readUnits)),
    stored,
    cpuMs,
    functionLogBytes: sum(counted.map(({ logBytes }) => logBytes)),
    stackLogs,
    answerBytes: sum(counted.map(({ answerBytes }) => answerBytes)),
  };
}
