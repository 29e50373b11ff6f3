/**
 * A clock in epoch milliseconds that never goes back and never stands still: the system's clock or, after somebody set that
 * back, the time that has passed since. So a difference of two readings is at least the time between them.
 *
 * The monotonic clock alone is not enough, because it may stand still while Lambda freezes a container.
 *
 * @param wall - epoch milliseconds. Default: the system's clock
 * @param monotonic - milliseconds since any start. Default: the time since the process began
 */
export function steadyClock(wall: () => number = Date.now, monotonic = () => performance.now()): () => number {
  let time = wall();
  let readAt = monotonic();
  return () => {
    const passed = monotonic() - readAt;
    readAt += passed;
    time = Math.max(wall(), time + passed);
    return time;
  };
}
