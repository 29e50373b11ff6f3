export interface Event {
  readonly at: number;
  /** Orders the events that are due at the same time: first scheduled, first run. */
  readonly order: number;
  readonly action: () => void;
}

/** A binary heap of events. It is our own, so that `npm run capacity` needs none of the benchmark's packages. */
export class EventHeap {
  readonly #events: Event[] = [];

  push(event: Event): void {
    let place = this.#events.length;
    while (place > 0) {
      const above = Math.floor((place - 1) / 2);
      const parent = this.#events[above] as Event;
      if (isBefore(parent, event)) break;
      this.#events[place] = parent;
      place = above;
    }
    this.#events[place] = event;
  }

  get first(): Event | undefined {
    return this.#events[0];
  }

  /** Removes the first event. */
  pop(): void {
    const moved = this.#events.pop();
    if (moved !== undefined && this.#events.length > 0) this.#events[this.#sink(moved)] = moved;
  }

  /** Moves events up, from the first on, until there is a place for one from the end. Returns the place. */
  #sink(moved: Event): number {
    for (let place = 0; ; ) {
      const below = 2 * place + 1;
      const [left, right] = [this.#events[below], this.#events[below + 1]];
      if (left === undefined) return place;
      const [child, at] = right && isBefore(right, left) ? [right, below + 1] : [left, below];
      if (isBefore(moved, child)) return place;
      this.#events[place] = child;
      place = at;
    }
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
