import { isDeepStrictEqual } from 'node:util';
import { interpret } from '../lambda/receipt/interpret.ts';
import { mergeReceipt } from '../lambda/receipt/merge.ts';
import { type Message, messageOf } from '../lambda/receipt/message.ts';
import { bodyFormatOf, parseBody } from '../lambda/record/parse-body.ts';
import { attributesOf } from '../lambda/store/item.ts';
import { limitConcurrency } from '../toolbox/limit-concurrency.ts';
import type { Body } from './message-lifecycle.ts';

/** An item of the receipts table. */
export type Item = Readonly<Record<string, unknown>>;

/** Resolves with undefined if the item does not exist. */
export type ReadItem = (umid: string) => Promise<Item | undefined>;

/** An attribute with an unexpected value. Undefined means that it is missing. */
export interface Difference {
  readonly umid: string;
  /** `item` if the whole item is missing. */
  readonly attribute: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** These depend on the receiver's clock and on the number of its writes. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['firstReceivedAt', 'lastReceivedAt', 'expiresAt', 'version']);
const SOME_TIME = '2026-01-01T00:00:00.000Z';
const READS_AT_ONCE = 16;

/**
 * Merges bodies to the expected messages, by umid. The order of the bodies does not matter. Receive times are fake.
 *
 * @throws TypeError for a body that is not a delivery receipt
 */
export async function expectedMessages(bodies: Iterable<Pick<Body, 'contentType' | 'body'>>) {
  const messages = new Map<string, Message>();
  for (const { contentType, body } of bodies) {
    const { value } = await parseBody(Buffer.from(body), bodyFormatOf(contentType) ?? 'json');
    const meaning = interpret(value);
    if (meaning.kind !== 'receipt') throw new TypeError(`a body that is ${meaning.kind} has no expected message`);
    const { receipt } = meaning;
    messages.set(receipt.umid, mergeReceipt(messages.get(receipt.umid), messageOf(receipt, SOME_TIME)).message);
  }
  return messages as ReadonlyMap<string, Message>;
}

/** Compares items with the expected messages, without receive times. Returns the differences. */
export async function compare(
  expected: ReadonlyMap<string, Message>,
  readItem: ReadItem,
  onProgress?: (compared: number) => void,
): Promise<Difference[]> {
  const limited = limitConcurrency(READS_AT_ONCE);
  let compared = 0;
  const found = await Promise.all(
    [...expected].map(([umid, message]) =>
      limited(async () => {
        const differences = differencesOf(umid, message, await readItem(umid));
        compared += 1;
        onProgress?.(compared);
        return differences;
      }),
    ),
  );
  return found.flat();
}

function differencesOf(umid: string, message: Message, item: Item | undefined): Difference[] {
  if (item === undefined) return [{ umid, attribute: 'item', expected: 'an item', actual: undefined }];
  const expected: Item = { ...attributesOf(message, 1), umid, history: withoutTimes(message.history) };
  const actual: Item = { ...item, history: withoutTimes(item.history) };
  const attributes = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...attributes]
    .filter((attribute) => !NOT_COMPARED.has(attribute))
    .filter((attribute) => !isDeepStrictEqual(expected[attribute], actual[attribute]))
    .map((attribute) => ({ umid, attribute, expected: expected[attribute], actual: actual[attribute] }));
}

function withoutTimes(history: unknown): unknown {
  if (!Array.isArray(history)) return history;
  return history.map(({ receivedAt: _, ...entry }: Record<string, unknown>) => entry);
}
