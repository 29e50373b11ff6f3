import { expect, test } from '@jest/globals';
import { keyedMutex } from '../../../lambda/store/keyed-mutex.ts';

const gate = () => {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
};

test('tasks of one key run one after another, and those of another key concurrently', async () => {
  const run = keyedMutex();
  const order: string[] = [];
  const first = gate();
  const task =
    (name: string, until: Promise<void> = Promise.resolve()) =>
    async () => {
      order.push(`${name} starts`);
      await until;
      order.push(`${name} ends`);
    };
  const running = [run('a', task('a1', first.passed)), run('a', task('a2')), run('b', task('b1'))];
  await running[2];
  expect(order).toEqual(['a1 starts', 'b1 starts', 'b1 ends']);
  first.open();
  await Promise.all(running);
  expect(order.slice(3)).toEqual(['a1 ends', 'a2 starts', 'a2 ends']);
});

test('an error of a task reaches only its caller', async () => {
  const run = keyedMutex();
  const failing = run('a', () => Promise.reject(new Error('mine')));
  const next = run('a', async () => 'fine');
  await expect(failing).rejects.toThrow('mine');
  expect(await next).toBe('fine');
});
