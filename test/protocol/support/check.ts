import { expect } from '@jest/globals';
import type { StatusEntry } from '../../../contract/receipt-item.ts';
import { statusSortKey } from '../../../lambda/receipt/status-order.ts';
import { compare, expectedMessages } from '../../../simulator/expect.ts';
import type { Body } from '../../../simulator/message-lifecycle.ts';
import { UMID } from './bodies.ts';
import type { System } from './system.ts';

const messages = new Map<string, ReturnType<typeof expectedMessages>>();

/** The pure merge of these bodies. */
function mergeOf(bodies: readonly Body[]): ReturnType<typeof expectedMessages> {
  const key = JSON.stringify(bodies.map(({ body }) => body));
  const known = messages.get(key) ?? expectedMessages(bodies);
  messages.set(key, known);
  return known;
}

/** Except for receive times, the item is the pure merge of these bodies. No write lost data, and the vendor dropped nothing. */
export async function expectPureMerge(bodies: readonly Body[], { item, dropped, destructiveWrites }: System) {
  const differences = await compare(await mergeOf(bodies), async () => item());
  // `expect` takes longer than the rest of a schedule
  if (differences.length + dropped.length + destructiveWrites.length === 0) return;
  expect({ differences, dropped, destructiveWrites }).toEqual({ differences: [], dropped: [], destructiveWrites: [] });
}

/** The bodies whose status is in the item's history. */
export async function recordedIn({ item }: System, bodies: readonly Body[]): Promise<Body[]> {
  const history = (item()?.history ?? []) as StatusEntry[];
  const statuses = new Set(history.map(statusSortKey));
  const own = await Promise.all(bodies.map(async (body) => (await mergeOf([body])).get(UMID)?.history[0]));
  return bodies.filter((_, at) => statuses.has(statusSortKey(own[at] as StatusEntry)));
}
