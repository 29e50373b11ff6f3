import { hash } from 'node:crypto';
import { mergeReceipt } from '../../lambda/receipt/merge.ts';
import { type Message, messageOf } from '../../lambda/receipt/message.ts';
import type { Stores } from '../../lambda/store/create-stores.ts';
import type { SetAsideBody } from '../../lambda/store/set-aside-store.ts';

/** In-memory fakes of the two stores, for tests of the handlers. The tests of the stores use a real engine. */
export interface MemoryStores extends Stores {
  readonly messages: Map<string, Message>;
  readonly bodies: Map<string, SetAsideBody & { readonly count: number }>;
}

export function memoryStores(): MemoryStores {
  const messages = new Map<string, Message>();
  const bodies: MemoryStores['bodies'] = new Map();
  return {
    messages,
    bodies,
    record: async (receipt, receivedAt) => {
      const { message, outcome } = mergeReceipt(
        messages.get(receipt.umid),
        messageOf(receipt, receivedAt.toISOString()),
      );
      messages.set(receipt.umid, message);
      return { outcome };
    },
    setAside: async (body) => {
      const id = hash('sha256', body.body);
      bodies.set(id, { ...body, count: (bodies.get(id)?.count ?? 0) + 1 });
      return { id, isNew: bodies.get(id)?.count === 1 };
    },
  };
}
