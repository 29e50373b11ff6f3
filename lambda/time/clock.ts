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

/**
 * The deadlines of a request's stages. The caller gets an answer within 4.5 seconds even if DynamoDB, SQS or Secrets
 * Manager hang. After a cold start of more than 3 seconds, too little would be left: then the time begins anew. The vendor's WhatsApp pages ask for an answer within 5 seconds; its SMS pages name no limit.
 */
export interface Deadlines {
  /** Aborts 2.8 s after the request arrived: until then the credential is read and the tables take the body. */
  readonly record: AbortSignal;
  /** Aborts 4.3 s after the request arrived: until then the queue takes the body instead. */
  readonly queue: AbortSignal;
  /** Releases the timers. */
  end(): void;
}

const RECORD_MS = 2_800;
const QUEUE_MS = 4_300;

/** @param elapsedMs - milliseconds since the request arrived, such as those of a cold start */
export function startDeadlines(elapsedMs: number): Deadlines {
  const record = abortAfter(RECORD_MS - elapsedMs);
  const queue = abortAfter(QUEUE_MS - elapsedMs);
  return {
    record: record.signal,
    queue: queue.signal,
    end: () => {
      record.end();
      queue.end();
    },
  };
}

/** Runs a task with a signal that aborts after this time. */
export async function withDeadline<T>(limitMs: number, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, end } = abortAfter(limitMs);
  try {
    return await task(signal);
  } finally {
    end();
  }
}

/** Settles like the promise, or rejects with the signal's reason once it aborts. */
export async function abortable<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** The timer of `AbortSignal.timeout` would outlive the task, and hold the memory of every listener until it fires. */
function abortAfter(limitMs: number): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException('Deadline exceeded.', 'TimeoutError')), limitMs);
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}
