/** What was started, and how it ends. */
export class Shutdown {
  readonly #stops: (() => Promise<void>)[] = [];
  #stopping: Promise<void> | undefined;

  /** @param stop - called after the stops of whatever was started later */
  add(stop: () => Promise<void>): void {
    this.#stops.unshift(stop);
  }

  /** Stops everything, once. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    // Something may still be starting, and be added meanwhile
    for (let stop = this.#stops.shift(); stop !== undefined; stop = this.#stops.shift()) await stop();
  }
}
