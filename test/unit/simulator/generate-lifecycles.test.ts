import { describe, expect, test } from '@jest/globals';
import { summarize } from '../../../lambda/receipt/message.ts';
import { expectedMessages } from '../../../simulator/expect.ts';
import { generateLifecycles } from '../../../simulator/generate-lifecycles.ts';

const lifecycles = generateLifecycles({ seed: 1, messages: 600 });
const bodies = lifecycles.flatMap((lifecycle) => lifecycle.bodies);
const expected = expectedMessages(bodies);

describe('generated lifecycles', () => {
  test('the same seed gives the same lifecycles, and another seed gives others', () => {
    expect(generateLifecycles({ seed: 1, messages: 50 })).toEqual(generateLifecycles({ seed: 1, messages: 50 }));
    const umids = new Set(lifecycles.map(({ umid }) => umid));
    expect(umids.size).toBe(600);
    expect(generateLifecycles({ seed: 2, messages: 600 }).some(({ umid }) => umids.has(umid))).toBe(false);
  });

  test('a longer run of the same seed begins with a shorter one', () => {
    expect(generateLifecycles({ seed: 1, messages: 60 }).slice(0, 50)).toEqual(
      generateLifecycles({ seed: 1, messages: 50 }),
    );
  });

  test('every body is a valid delivery receipt of its message, and each adds a status', async () => {
    const messages = await expected;
    expect([...messages.keys()].sort()).toEqual(lifecycles.map(({ umid }) => umid).sort());
    for (const { umid, bodies } of lifecycles) expect(messages.get(umid)?.history).toHaveLength(bodies.length);
  });

  test('all kinds of messages, final states, formats and clocks occur', async () => {
    const messages = [...(await expected).values()];
    const states = new Set(messages.flatMap(({ history }) => history.map(({ state }) => state)));
    expect([...states].sort()).toEqual(['delivered', 'queued', 'read', 'rejected', 'sent', 'undelivered']);
    const timestamps = messages.flatMap(({ history }) => history.map(({ timestamp }) => timestamp));
    const digits = timestamps.map((timestamp) => /\.(\d+)Z$/.exec(timestamp)?.[1]?.length ?? 0);
    expect(new Set(digits)).toEqual(new Set([0, 2, 7]));
    expect(new Set(bodies.map(({ contentType }) => contentType))).toEqual(new Set(['application/json', 'text/xml']));
    expect(bodies.some(({ body }) => body.includes('null'))).toBe(true);
    expect(bodies.some(({ body }) => body.includes('""'))).toBe(true);
    expect(messages.some(({ identity }) => identity.batchId === undefined)).toBe(true);
    expect(messages.some(({ identity }) => identity.batchId !== undefined)).toBe(true);
    expect(messages.some((message) => summarize(message).terminal)).toBe(true);
    // Coarse clocks: a later status may have an earlier timestamp
    expect(
      messages.some(({ history }) =>
        history.some(({ timestamp }, at) => timestamp < (history[at - 1]?.timestamp ?? '')),
      ),
    ).toBe(true);
  });

  test('every phone number is fictitious', async () => {
    for (const { identity } of (await expected).values()) {
      expect(identity.destination).toMatch(/^\+?(447700900\d{3}|1\d{3}55501\d{2})$/);
    }
  });
});
