import type { PhoneNumber } from '../phone-number.ts';
import { isMap, textOf } from '../stored-item.ts';
import type { TableConnection } from '../table-connection.ts';
import { listSetAside } from './list.ts';
import { readSetAside } from './read.ts';

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
  const bodies = await Promise.all(entries.map(({ id }) => readSetAside(connection, id)));
  const found = bodies.find((item) => item !== undefined && typeof item.body === 'string' && isStop(item.body, forms));
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
