import type { MessageLifecycle } from './message-lifecycle.ts';
import { generateMessages } from './messages.ts';
import { createRandom } from './random.ts';
import { generateStatuses } from './statuses.ts';
import { randomStyle, writeBody } from './write-body.ts';

export interface LifecycleSettings {
  /** A whole number. The same seed gives the same lifecycles; different seeds have no message in common. */
  readonly seed: number;
  /** How many messages. */
  readonly messages: number;
  /** When the first message is sent, by the vendor's clock. Default: a moment of 2026. */
  readonly begin?: Date;
  /** Begins the id of each sub-account. Default: nothing. */
  readonly subAccountPrefix?: string;
  /** Messages that start per second of the vendor's clock. Default: 100. */
  readonly messagesPerSecond?: number;
}

const BEGIN = new Date('2026-01-01T00:00:00Z');

/** Generates realistic lifecycles of messages: their receipts, and when the vendor posts them. */
export function generateLifecycles({
  seed,
  messages,
  begin = BEGIN,
  subAccountPrefix = '',
  messagesPerSecond = 100,
}: LifecycleSettings): MessageLifecycle[] {
  // A separate generator, so that a longer run with the same seed begins with the lifecycles of a shorter one
  const random = createRandom(~seed);
  return generateMessages(createRandom(seed), messages, subAccountPrefix).map((message, index) => {
    const style = randomStyle(random);
    const begins = Math.floor((index * 1000) / messagesPerSecond);
    const bodies = generateStatuses(random, begins).map((status) => ({
      ...writeBody(message, status, style, begin, random),
      at: status.at,
    }));
    return { umid: message.umid, bodies };
  });
}
