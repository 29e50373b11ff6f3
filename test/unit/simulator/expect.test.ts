import { expect, test } from '@jest/globals';
import { attributesOf } from '../../../lambda/store/item.ts';
import { compare, expectedMessages, type Item } from '../../../simulator/expect.ts';
import { generateLifecycles } from '../../../simulator/generate-lifecycles.ts';

const bodies = generateLifecycles({ seed: 3, messages: 30 }).flatMap((lifecycle) => lifecycle.bodies);

const itemsOf = async (): Promise<Map<string, Item>> => {
  const messages = await expectedMessages(bodies);
  return new Map(
    [...messages.values()].map((message) => [
      message.umid,
      { umid: message.umid, history: message.history, ...attributesOf(message, 90), version: 3 },
    ]),
  );
};

test('the order of the bodies does not matter', async () => {
  expect(await expectedMessages(bodies.toReversed())).toEqual(
    new Map([...(await expectedMessages(bodies))].toReversed()),
  );
});

test('correct items have no difference, whenever they were received', async () => {
  const items = await itemsOf();
  expect(await compare(await expectedMessages(bodies), async (umid) => items.get(umid))).toEqual([]);
});

test.each<{ change: (item: Record<string, unknown>) => object | undefined; attribute: string }>([
  { change: () => undefined, attribute: 'item' },
  { change: (item) => ({ ...item, state: 'other' }), attribute: 'state' },
  { change: (item) => ({ ...item, more: 1 }), attribute: 'more' },
  { change: ({ destination: _, ...item }) => item, attribute: 'destination' },
  { change: (item) => ({ ...item, history: [] }), attribute: 'history' },
])('reports a difference in $attribute', async ({ change, attribute }) => {
  const items = await itemsOf();
  const [[umid, item] = ['', {}]] = [...items];
  const changed = change({ ...item }) as Item | undefined;
  const differences = await compare(await expectedMessages(bodies), async (read) =>
    read === umid ? changed : items.get(read),
  );
  expect(differences).toMatchObject([{ umid, attribute }]);
});
