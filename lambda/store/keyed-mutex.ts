/**
 * Runs tasks with the same key one after another, and tasks with different keys concurrently. For writers of an item in
 * one process, because waiting costs less than a conflict: the redrive function, which records a batch concurrently, and
 * the local server.
 */
export function keyedMutex(): <T>(key: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, task) => {
    const before = last.get(key);
    const turn = before === undefined ? task() : before.then(task, task);
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}
