/** Lets so many tasks run at once; the others wait, first come first served. */
export function limitConcurrency(count: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The slot goes from hand to hand, so that nobody who comes now gets in between
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
