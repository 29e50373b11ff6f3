import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { sqsEvent } from './sqs-event.ts';

/** The sent time of every message in {@link sqsEvent}. */
const BEGIN = 1_767_225_600_000;
const VISIBILITY_MS = 30 * 60_000;
const MAX_RECEIVES = 3;

interface Waiting {
  readonly message: object;
  readonly visibleAt: number;
  readonly receives: number;
}

/**
 * A fake of the queue of steps, its event source and its dead-letter queue. Its clock jumps to the next message.
 */
export class FakeStepQueue {
  readonly deadLetters: object[] = [];
  /** Epoch milliseconds. */
  now = BEGIN;
  /** Invocations so far. */
  taken = 0;
  #waiting: Waiting[] = [];

  send = async (message: object, delaySeconds: number): Promise<void> => {
    this.#waiting.push({ message, visibleAt: this.now + delaySeconds * 1000, receives: 0 });
  };

  /**
   * Delivers messages until none is left.
   *
   * @param take - handles a message. `again` delivers it once more although it was handled
   * @throws Error after more than `maxInvocations`
   */
  async drain(
    take: (
      event: SQSEvent,
      message: object,
    ) => Promise<{ readonly response: SQSBatchResponse; readonly again: boolean }>,
    maxInvocations: number,
  ): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.taken += 1;
      if (this.taken > maxInvocations) throw new Error(`No end after ${maxInvocations} invocations.`);
      this.now = Math.max(this.now, next.visibleAt);
      const { response, again } = await take(sqsEvent([JSON.stringify(next.message)]), next.message);
      const receives = next.receives + 1;
      const visibleAt = this.now + VISIBILITY_MS;
      if (response.batchItemFailures.length === 0) {
        if (again) this.#waiting.push({ ...next, visibleAt, receives });
      } else if (receives < MAX_RECEIVES) this.#waiting.push({ ...next, visibleAt, receives });
      else this.deadLetters.push(next.message);
    }
  }

  #next(): Waiting | undefined {
    const [next, ...others] = this.#waiting.sort((a, b) => a.visibleAt - b.visibleAt);
    this.#waiting = others;
    return next;
  }
}
