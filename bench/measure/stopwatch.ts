const EARLY_MS = 2_000;

/** The time and the memory that this process takes from now on. */
export class Stopwatch {
  readonly #begin = performance.now();
  readonly #bytesAtBegin = process.memoryUsage.rss();
  #most = this.#bytesAtBegin;
  #mostEarly = this.#bytesAtBegin;

  /** Looks at the memory. */
  look(): void {
    this.#most = Math.max(this.#most, process.memoryUsage.rss());
    if (performance.now() - this.#begin < EARLY_MS) this.#mostEarly = this.#most;
  }

  get seconds(): number {
    return (performance.now() - this.#begin) / 1000;
  }

  /** How much more memory it needed than before. */
  get growth(): string {
    return mib(this.#most - this.#bytesAtBegin);
  }

  /** The most memory that it needed. If this is little more than at first, memory does not grow with the work. */
  get memory(): string {
    return `memory at most ${mib(this.#most)}, ${mib(this.#mostEarly)} of it in the first ${EARLY_MS / 1000} s`;
  }
}

function mib(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}
