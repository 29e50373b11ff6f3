export interface CircuitBreakerSettings {
  /** Consecutive tasks that end in a time-out, after which the breaker opens. Default: 1: a task makes two attempts. */
  readonly threshold?: number;
  /**
   * Milliseconds between two probes of an open breaker. Default: 15,000. Shorter ones cost receipts of a burst whose
   * retries come in waves, because each wave then meets a probe in every container.
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
   * @param task - is told whether it is a probe, which must be quick
   * @throws CircuitOpenError without running the task, or what the task throws
   */
  run<T>(task: (isProbe: boolean) => Promise<T>): Promise<T>;
  isOpen(): boolean;
}

/** The task was not run, because the service behind it has not answered lately. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';
}

/**
 * Stops asking a service that does not answer, so that callers do not wait for time-outs: closed until a number of
 * consecutive time-outs, then open but for one probe at a time.
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
