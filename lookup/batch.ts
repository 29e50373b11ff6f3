import { type MessageOutcome, outcomeOf } from '../lambda/receipt/status-order.ts';
import { startProgress } from '../toolbox/progress.ts';
import { idForms } from './ids.ts';
import type { Range } from './query-table.ts';
import { queryIndex } from './read-items.ts';
import type { ReadableItem } from './stored-item.ts';
import type { TableConnection } from './table-connection.ts';

/** Numbers of a batch's messages by outcome, and by state and by error, the most frequent first. `--json` prints it. */
export interface BatchSummary extends Readonly<Record<MessageOutcome, number>> {
  readonly batchId: string;
  readonly messages: number;
  /** Messages in a terminal state: delivered or failed. */
  readonly ended: number;
  readonly states: readonly { readonly state: string; readonly detail?: string; readonly count: number }[];
  readonly errors: readonly { readonly errorCode: number; readonly count: number }[];
}

/**
 * Parts of a batch that are read at once, by the first digit of the umid: a query returns 1 MB, one page after another. Of a
 * batch of 10,000 messages each part is one page.
 */
const BOUNDS = [...'2468ace'];
const PARTS: readonly Range[] = [undefined, ...BOUNDS].map((from, at) => ({ from, before: BOUNDS[at] }));

/** Reads all messages of a batch from the index, without their items. */
export async function readBatch(connection: TableConnection, batchId: string): Promise<ReadableItem[]> {
  const entries = new Map<string, ReadableItem>();
  const progress = startProgress('Counting messages');
  const forms = idForms(batchId);
  const read = async (keys: readonly string[], part?: Range): Promise<void> => {
    for await (const page of queryIndex(connection, 'byBatchId', keys, part)) {
      for (const entry of page) entries.set(entry.umid, entry);
      progress.update(entries.size);
    }
  };
  await Promise.all([...PARTS.map((part) => read(forms.slice(0, 1), part)), read(forms.slice(1))]).finally(
    progress.end,
  );
  // As the index has them, whichever part came first
  return [...entries.values()].sort((a, b) => (a.umid < b.umid ? 1 : -1));
}

export function summarizeBatch(batchId: string, entries: readonly ReadableItem[]): BatchSummary {
  const count = (outcome: MessageOutcome) =>
    entries.filter(({ state = '', detail }) => outcomeOf({ state, detail }) === outcome).length;
  const statuses = entries.map(({ state = '', detail }) => ({ state, ...(detail && { detail }) }));
  const errors = entries.flatMap(({ errorCode }) => (errorCode ? [{ errorCode }] : []));
  return {
    batchId,
    messages: entries.length,
    ended: entries.length - count('open'),
    delivered: count('delivered'),
    failed: count('failed'),
    open: count('open'),
    states: countsOf(statuses),
    errors: countsOf(errors),
  };
}

/** Counts equal values, the most frequent first, then by their text. */
function countsOf<T extends object>(values: readonly T[]): (T & { readonly count: number })[] {
  const counts = new Map<string, T & { count: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    const counted = counts.get(key) ?? { ...value, count: 0 };
    counted.count += 1;
    counts.set(key, counted);
  }
  return [...counts]
    .sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
    .map(([, counted]) => counted);
}
