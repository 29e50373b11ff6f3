export interface CircuitBreakerSettings {
  /** Consecutive tasks that time out before the breaker opens. Default: 1, because a task makes two attempts. */
  readonly threshold?: number;
  /**
   * Milliseconds between two probes of an open breaker. Default: 15,000. With a shorter interval, each wave of the vendor's
   * retries meets a probe in every container, and a burst loses receipts.
   */
  readonly probeIntervalMs?: number;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** Whether an error is a time-out. Every other error shows that the service answers, and closes the breaker. */
  readonly isTimeout: (error: unknown) => boolean;
}

export interface CircuitBreaker {
  /**
   * Runs a task, unless the breaker is open and it is not yet time for a probe, or a probe is under way.
   *
   * @param task - gets whether it is a probe, which must be quick
   * @throws CircuitOpenError without running the task, or what the task throws
   */
  run<T>(task: (isProbe: boolean) => Promise<T>): Promise<T>;
  isOpen(): boolean;
}

/** The breaker is open, so the task was not run. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';
}

/**
 * Stops calling a service that does not answer, so that callers do not wait for time-outs. It opens after a number of
 * consecutive time-outs, and then lets one probe at a time through.
 */
export function createCircuitBreaker({
  threshold = 1,
  probeIntervalMs = 15_000,
  now,
  isTimeout,
}: CircuitBreakerSettings): CircuitBreaker {
  let timeouts = 0;
  let nextProbeAt = 0;
  let isProbing = false;

  return {
    isOpen: () => timeouts >= threshold,
    run: async (task) => {
      const isProbe = timeouts >= threshold;
      if (isProbe && (isProbing || now() < nextProbeAt)) throw new CircuitOpenError('The service does not answer.');
      if (isProbe) isProbing = true;
      try {
        const result = await task(isProbe);
        timeouts = 0;
        return result;
      } catch (error) {
        timeouts = isTimeout(error) ? timeouts + 1 : 0;
        nextProbeAt = now() + probeIntervalMs;
        throw error;
      } finally {
        if (isProbe) isProbing = false;
      }
    },
  };
}
