import { readItems } from '../../lambda/store/read-messages.ts';
import type { PhoneNumber } from '../phone-number.ts';
import { isMap, textOf } from '../stored-item.ts';
import type { TableConnection } from '../table-connection.ts';
import { listSetAside } from './list.ts';

/** An inbound SMS by which a person asked for no more messages. */
export interface StopRequest {
  /** Of the set-aside body. */
  readonly id: string;
  readonly receivedAt: string;
}

/** Of inbound SMS and other webhooks that were set aside. */
const NEWEST = 50;
/** Words that ask for no more messages. */
const STOP = /^\s*(stop|stopall|unsubscribe|cancel|end|quit)\b/i;

/** The newest request to stop from a number, among the 50 newest webhooks that are not delivery receipts. */
export async function findStop(connection: TableConnection, { forms }: PhoneNumber): Promise<StopRequest | undefined> {
  const { entries } = await listSetAside(connection, { reason: 'other_webhook' }, NEWEST);
  const ids = entries.map(({ id }) => id);
  const bodies = { client: connection.client, table: connection.setAsideTable, key: 'id', attributes: ['id', 'body'] };
  const items = await readItems(bodies, ids, new AbortController().signal);
  const stops = items.filter(({ body }) => typeof body === 'string' && isStop(body, forms));
  const found = entries.find(({ id }) => stops.some((stop) => stop.id === id));
  return found && { id: found.id, receivedAt: found.lastReceivedAt };
}

function isStop(body: string, forms: readonly string[]): boolean {
  const payload = payloadOf(body);
  return forms.includes(textOf(payload.source) ?? '') && STOP.test(textOf(payload.body) ?? '');
}

function payloadOf(body: string): Record<string, unknown> {
  try {
    const { payload } = JSON.parse(body) as { payload?: unknown };
    return isMap(payload) ? payload : {};
  } catch {
    return {};
  }
}
