/** Limits the number of concurrent tasks. The others wait in the order of their calls. */
export function limitConcurrency(count: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // Hands the slot to the next task directly, so that no newer task takes it
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
