/** Stops what was started, in reverse order. */
export class Shutdown {
  readonly #stops: (() => Promise<void>)[] = [];
  #stopping: Promise<void> | undefined;

  /** @param stop - called after the stops that are added later */
  add(stop: () => Promise<void>): void {
    this.#stops.unshift(stop);
  }

  /** Stops everything, once. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    // A part that is still starting may be added during the stop
    for (let stop = this.#stops.shift(); stop !== undefined; stop = this.#stops.shift()) await stop();
  }
}
