/**
 * Runs a task with a signal that aborts when its time is over. The timer ends with the task: that of
 * `AbortSignal.timeout` would outlive it, and hold the memory of all that listens until then.
 */
export async function withDeadline<T>(limitMs: number, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException('The time is over.', 'TimeoutError')), limitMs);
  try {
    return await task(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
