import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { mergeReceipt } from '../../lambda/receipt/merge.ts';
import { type Message, messageOf, type Receipt, summarize } from '../../lambda/receipt/message.ts';
import { attributesOf } from '../../lambda/store/item.ts';
import { sampleReceiptOf } from './interpreted.ts';

/** The items after each write of a message's receipts. A duplicate writes nothing. */
export function itemsAfterEachWrite(receipts: readonly Receipt[], receivedAt: string): ReceiptItem[] {
  const items: ReceiptItem[] = [];
  let message: Message | undefined;
  for (const receipt of receipts) {
    const merged = mergeReceipt(message, messageOf(receipt, receivedAt));
    message = merged.message;
    if (merged.outcome === 'duplicate') continue;
    const { umid, history } = message;
    items.push({
      umid,
      ...attributesOf(message, 4_000_000_000),
      history,
      firstReceivedAt: summarize(message).firstReceivedAt,
      version: items.length + 1,
    } as ReceiptItem);
  }
  return items;
}

/** The item of the sample receipt. */
export function receiptItem(): ReceiptItem {
  const [item] = itemsAfterEachWrite([sampleReceiptOf()], '2026-01-01T00:00:00.000Z');
  return item as ReceiptItem;
}
