import { EventHeap } from './event-heap.ts';

/** The clock and the event queue of a simulation: time jumps from one event to the next. */
export class Timeline {
  readonly #events = new EventHeap();
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
    for (let next = this.#events.first; next !== undefined && next.at <= untilMs; next = this.#events.first) {
      this.#events.pop();
      this.now = next.at;
      next.action();
    }
  }
}
