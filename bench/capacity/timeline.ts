import { Heap } from 'heap-js';

interface Event {
  readonly at: number;
  /** Events of one moment happen in the order in which they were planned. */
  readonly order: number;
  readonly happen: () => void;
}

/** The clock and the event queue of a simulation: time jumps from one event to the next. */
export class Timeline {
  readonly #events = new Heap<Event>((a, b) => a.at - b.at || a.order - b.order);
  #order = 0;
  /** Milliseconds from the beginning. */
  now = 0;

  /** Plans an event. */
  at(ms: number, happen: () => void): void {
    this.#events.push({ at: Math.max(ms, this.now), order: this.#order, happen });
    this.#order += 1;
  }

  after(ms: number, happen: () => void): void {
    this.at(this.now + ms, happen);
  }

  /** Has everything happen that is planned until then. */
  run(untilMs: number): void {
    for (let next = this.#events.peek(); next !== undefined && next.at <= untilMs; next = this.#events.peek()) {
      this.#events.pop();
      this.now = next.at;
      next.happen();
    }
  }
}
