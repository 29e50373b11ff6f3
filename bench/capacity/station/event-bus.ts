/** EventBridge with one target for each event. Events above its quota wait, and are not lost. */
export class EventBus {
  readonly #msPerEvent: number;
  #freeAt = 0;
  /** Milliseconds that an event waited at most. */
  maxLateMs = 0;

  /** @param invocations - invocations of targets a second */
  constructor(invocations: number) {
    this.#msPerEvent = 1000 / invocations;
  }

  publish(now: number): void {
    const sentAt = Math.max(now, this.#freeAt);
    this.#freeAt = sentAt + this.#msPerEvent;
    this.maxLateMs = Math.max(this.maxLateMs, sentAt - now);
  }
}
