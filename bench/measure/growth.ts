import { randomUUID } from 'node:crypto';
import { DEFAULTS } from '../../contract/defaults.ts';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { createRecord } from '../../lambda/store/receipt-store.ts';
import { receiptOf } from '../../test/support/interpreted.ts';
import { itemOf } from '../contenders/item.ts';
import type { CapacityProxy, CountedRequest } from './capacity-proxy.ts';
import { lifeOfAMessage, receiptEvent, sentEvent } from './events.ts';
import { fillTable } from './fill-table.ts';
import { itemBytes, writeUnits } from './item-size.ts';
import { storedItem } from './lifecycle.ts';

/** The cost of the newest status of a message. */
export interface HistoryPoint {
  /** Statuses in the history, including the newest. */
  readonly statuses: number;
  readonly requests: number;
  readonly itemBytes: number;
  /** Write units for the item's size, which is the minimum. */
  readonly unitsOfSize: number;
  /** Write units of the table. */
  readonly tableWriteUnits: number;
  /** Write units of the indexes. */
  readonly indexWriteUnits: number;
}

/** The cost of a message's receipts in a table with other messages. */
export interface TablePoint {
  readonly messages: number;
  readonly requests: number;
  readonly writeUnits: number;
}

const SECOND_MS = 1000;

/** Records one status after another of one message, with the store on a real engine. */
export async function measureHistory(proxy: CapacityProxy, statuses: number): Promise<HistoryPoint[]> {
  const umid = randomUUID();
  const points: HistoryPoint[] = [];
  for (let status = 1; status <= statuses; status += 1) {
    const timestamp = new Date(Date.UTC(2026, 0, 1) + status * SECOND_MS).toISOString();
    const requests = await recorded(proxy, [receiptEvent(umid, { state: 'sent', timestamp })]);
    const bytes = itemBytes(await storedItem(umid, proxy));
    const tableWriteUnits = sum(requests, 'tableWriteUnits');
    points.push({
      statuses: status,
      requests: requests.length,
      itemBytes: bytes,
      unitsOfSize: writeUnits(bytes),
      tableWriteUnits,
      indexWriteUnits: sum(requests, 'writeUnits') - tableWriteUnits,
    });
  }
  return points;
}

/** Records the receipts of one message, at each of the given numbers of messages in the table. */
export async function measureTable(proxy: CapacityProxy, sizes: readonly number[]): Promise<TablePoint[]> {
  const points: TablePoint[] = [];
  let messages = 0;
  for (const size of sizes) {
    await fillTable(proxy.client, LOCAL_TABLES.receiptsTable, { from: messages, to: size }, () =>
      itemOf(JSON.parse(sentEvent().body), new Date()),
    );
    messages = size;
    const life = lifeOfAMessage(randomUUID()).map(({ event }) => event);
    const requests = await recorded(proxy, life);
    points.push({ messages: size, requests: requests.length, writeUnits: sum(requests, 'writeUnits') });
  }
  return points;
}

/** Records receipts, and returns the requests that it took. */
async function recorded(proxy: CapacityProxy, events: readonly { readonly body: string }[]): Promise<CountedRequest[]> {
  const settings = { table: LOCAL_TABLES.receiptsTable, retentionDays: DEFAULTS.retentionDays };
  const record = createRecord(proxy.client, settings);
  proxy.take();
  for (const { body } of events) {
    await record(receiptOf(JSON.parse(body)), new Date(), AbortSignal.timeout(10 * SECOND_MS));
  }
  return proxy.take();
}

function sum(requests: readonly CountedRequest[], part: keyof CountedRequest): number {
  return requests.reduce((total, request) => total + request[part], 0);
}
