import { expect, test } from '@jest/globals';
import { mergeReceipt, type Outcome } from '../../../lambda/receipt/merge.ts';
import { type Message, messageOf, type Receipt } from '../../../lambda/receipt/message.ts';
import { StoreUnavailableError } from '../../../lambda/store/errors.ts';
import { storedMessage } from '../../../lambda/store/item.ts';
import { cases } from '../../support/cases.ts';
import { expectItemOfModel } from '../../support/item-equals-model.ts';
import { newUmid, RETENTION_DAYS, START, statusOf, storeOn } from '../../support/store-on.ts';

const store = storeOn();

test('an item equals the model, whatever receipts arrive and however late', async () => {
  const open = () => {
    const umid = newUmid();
    const read = async () => (await store.read(umid)) ?? {};
    return { umid, start: START, retentionDays: RETENTION_DAYS, record: store.record, read };
  };
  await expectItemOfModel(open, cases(5, 20));
});

/** test/protocol has every order of requests, on an engine without a network. */
test('20 concurrent receipts of one message, copies among them, each from another container, converge', async () => {
  const umid = newUmid();
  const receipts = Array.from({ length: 20 }, (_, at) =>
    statusOf(umid, ['queued', 'sent', 'delivered'][at % 3] ?? '', at % 5),
  );
  /** As the queue does with a receipt for which others were too fast. That is no time-out, which would open the breaker. */
  const record = async (receipt: Receipt): Promise<Outcome> => {
    try {
      return await store.recordElsewhere(receipt);
    } catch (error) {
      expect(error).toEqual(new StoreUnavailableError('Conflict'));
      return record(receipt);
    }
  };
  const outcomes = await Promise.all(receipts.map(record));
  const distinct = new Set(receipts.map(({ status }) => JSON.stringify(status)));
  expect(distinct.size).toBe(15);
  expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(20 - distinct.size);
  const expected = receipts.reduce<Message | undefined>(
    (stored, receipt) => mergeReceipt(stored, messageOf(receipt, new Date(START).toISOString())).message,
    undefined,
  );
  expect(storedMessage(await store.read(umid)).message).toEqual(expected);
});
