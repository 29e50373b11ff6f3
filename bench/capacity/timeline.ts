import TinyQueue from 'tinyqueue';

interface Event {
  readonly at: number;
  /** Orders the events that are due at the same time: first scheduled, first run. */
  readonly order: number;
  readonly action: () => void;
}

/** The clock and the event queue of a simulation: time jumps from one event to the next. */
export class Timeline {
  readonly #events = new TinyQueue<Event>([], (a, b) => a.at - b.at || a.order - b.order);
  #order = 0;
  /** Milliseconds from the beginning. */
  now = 0;

  /** Schedules an action. */
  at(ms: number, action: () => void): void {
    this.#events.push({ at: Math.max(ms, this.now), order: this.#order, action });
    this.#order += 1;
  }

  after(ms: number, action: () => void): void {
    this.at(this.now + ms, action);
  }

  /** Runs every action that is due by then. */
  run(untilMs: number): void {
    for (let next = this.#events.peek(); next !== undefined && next.at <= untilMs; next = this.#events.peek()) {
      this.#events.pop();
      this.now = next.at;
      next.action();
    }
  }
}
