/**
 * Runs tasks of one key one after another, and tasks of different keys at once. For writers of one item in one
 * process, to whom waiting costs less than conflicts: mainly the redrive function, which records a whole batch at once,
 * and the local server.
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
