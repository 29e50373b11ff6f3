import { beforeEach, describe, expect, test } from '@jest/globals';
import { generateLifecycles } from '../../../simulator/generate-lifecycles.ts';
import { send } from '../../../simulator/send.ts';
import type { Post } from '../../../toolbox/http-post.ts';

const lifecycles = generateLifecycles({ seed: 7, messages: 40 });
const bodies = lifecycles.flatMap((lifecycle) => lifecycle.bodies);

/** A clock on which a sleep is over at once. */
const sleeps: number[] = [];
let time = 0;
const clock = {
  now: () => time,
  sleep: async (ms: number) => {
    sleeps.push(ms);
    time += ms;
  },
};
beforeEach(() => {
  sleeps.length = 0;
  time = 0;
});

const answering =
  (...codes: (number | undefined)[]): Post =>
  async () => {
    const statusCode = codes.length > 1 ? codes.shift() : codes[0];
    if (statusCode === undefined) throw new Error('no connection');
    return { statusCode, text: '' };
  };

describe('the sender', () => {
  test('posts every body once, in order', async () => {
    const posted: string[] = [];
    const report = await send(lifecycles, {
      post: async ({ body }) => {
        posted.push(body);
        return { statusCode: 200, text: '{}' };
      },
      clock,
      seed: 1,
      concurrency: 1,
    });
    expect(posted).toEqual(bodies.toSorted((a, b) => a.at - b.at).map(({ body }) => body));
    expect(report).toMatchObject({ posts: bodies.length, retries: 0, dropped: [], answers: { 200: bodies.length } });
    expect(report.acknowledged).toHaveLength(bodies.length);
    expect(sleeps).toEqual([]);
  });

  test.each([
    { what: 'an answer of 200', codes: [200], pauses: [], dropped: 0 },
    { what: 'an answer of 202', codes: [202], pauses: [], dropped: 0 },
    { what: 'a 400 and then a 200', codes: [400, 200], pauses: [1000], dropped: 0 },
    { what: 'no answer and then a 200', codes: [undefined, 200], pauses: [1000], dropped: 0 },
    {
      what: 'a 200 at the last try',
      codes: [503, 503, 500, 429, 200],
      pauses: [1000, 10_000, 30_000, 90_000],
      dropped: 0,
    },
    { what: 'nothing but 503', codes: [503], pauses: [1000, 10_000, 30_000, 90_000], dropped: 1 },
  ])('$what: pauses of $pauses ms, dropped: $dropped', async ({ codes, pauses, dropped }) => {
    const [lifecycle] = lifecycles;
    const one = [{ umid: lifecycle?.umid ?? '', bodies: lifecycle?.bodies.slice(0, 1) ?? [] }];
    const report = await send(one, { post: answering(...codes), clock, seed: 1 });
    expect(sleeps).toEqual(pauses);
    expect(report).toMatchObject({ posts: pauses.length + 1, retries: pauses.length });
    expect(report.dropped).toHaveLength(dropped);
    expect(report.acknowledged).toHaveLength(1 - dropped);
  });

  test('never has more concurrent posts than the limit, and does not count waits for a retry', async () => {
    let open = 0;
    let maxOpen = 0;
    await send(lifecycles, {
      post: async () => {
        open += 1;
        maxOpen = Math.max(maxOpen, open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return { statusCode: 500, text: '' };
      },
      clock,
      seed: 1,
      concurrency: 3,
    });
    expect(maxOpen).toBe(3);
  });

  test('adds posts for duplicates, and only changes the order for disorder and lateness', async () => {
    const post = answering(200);
    const twice = await send(lifecycles, { post, clock, seed: 1, duplicates: 1 });
    expect(twice.acknowledged).toHaveLength(2 * bodies.length);
    const statusSortKey = async (seed: number) =>
      (await send(lifecycles, { post, clock, seed, disorder: 0.5, lateness: 0.2, concurrency: 1 })).acknowledged.map(
        ({ body }) => body.body,
      );
    const shuffled = await statusSortKey(1);
    expect(shuffled).toEqual(await statusSortKey(1));
    expect(shuffled).not.toEqual(await statusSortKey(2));
    expect(shuffled.toSorted()).toEqual(bodies.map(({ body }) => body).toSorted());
  });

  test('keeps the given rate', async () => {
    await send(lifecycles, { post: answering(200), clock, seed: 1, postsPerSecond: 10, concurrency: 1 });
    expect(time).toBe((bodies.length - 1) * 100);
  });

  test('posts nothing after an abort, and drops bodies that wait for a retry', async () => {
    const aborted = await send(lifecycles, { post: answering(200), clock, seed: 1, signal: AbortSignal.abort() });
    expect(aborted.posts).toBe(0);
    const stop = new AbortController();
    const post = async () => {
      stop.abort();
      return { statusCode: 401, text: '' };
    };
    const report = await send(lifecycles, { post, clock, seed: 1, concurrency: 1, signal: stop.signal });
    expect(report).toMatchObject({ posts: 1, retries: 0, dropped: [{}] });
  });
});
