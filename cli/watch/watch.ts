import { setTimeout } from 'node:timers/promises';
import { type BatchSummary, readBatch, summarizeBatch } from '../../lookup/batch.ts';
import { readMessage } from '../../lookup/read-items.ts';
import { type ReadableItem, readableItem } from '../../lookup/stored-item.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';

/** What the table has of an id: a message, a batch, or nothing yet. */
export type Reading = { readonly message: ReadableItem } | { readonly batch: BatchSummary } | undefined;

export interface Watch {
  readonly connection: TableConnection;
  /** The id of a message or of a batch. */
  readonly id: string;
  readonly everyMs: number;
  /** The lines of a reading; a later one only adds lines. */
  readonly linesOf: (reading: Reading) => readonly string[];
  readonly show: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Reads again and again, and shows what is new, until the message or all messages of the batch are final. */
export async function watchToTheEnd({ connection, id, everyMs, linesOf, show, signal }: Watch): Promise<void> {
  const shown = new Set<string>();
  while (!signal.aborted) {
    const reading = await read(connection, id);
    for (const line of linesOf(reading)) {
      if (!shown.has(line)) show(line);
      shown.add(line);
    }
    if (isFinal(reading)) return;
    await setTimeout(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function read(connection: TableConnection, id: string): Promise<Reading> {
  const item = await readMessage(connection, id);
  if (item !== undefined) return { message: readableItem(item) };
  const batch = summarizeBatch(id, await readBatch(connection, id));
  return batch.messages > 0 ? { batch } : undefined;
}

function isFinal(reading: Reading): boolean {
  if (reading === undefined) return false;
  return 'message' in reading ? reading.message.terminal === true : reading.batch.open === 0;
}
