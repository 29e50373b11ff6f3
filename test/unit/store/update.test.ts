import { describe, expect, test } from '@jest/globals';
import { interpret } from '../../../lambda/receipt/interpret.ts';
import { messageOf } from '../../../lambda/receipt/message.ts';
import { conditionalAppend } from '../../../lambda/store/update.ts';
import { type Body, sampleReceipt } from '../../fixtures/samples.ts';

function updateOf(change: (body: Body) => void = () => undefined, origin?: 'vendor_log') {
  const meaning = interpret(sampleReceipt(change));
  if (meaning.kind !== 'receipt') throw new Error(JSON.stringify(meaning));
  const receipt = { ...meaning.receipt, ...(origin && { origin }) };
  return conditionalAppend(messageOf(receipt, '2026-01-01T00:00:00.000Z'), 90);
}

describe('the write without a read', () => {
  test('sends each value once, though most are set and compared', () => {
    const values = Object.values(updateOf().ExpressionAttributeValues).map((value) => JSON.stringify(value));
    expect(new Set(values).size).toBe(values.length);
  });

  test('has a placeholder for every name, so that none can be a reserved word', () => {
    const { UpdateExpression, ConditionExpression, ExpressionAttributeNames } = updateOf((body) => {
      body['a.b #c'] = 1;
      body.state = 2;
    });
    const bare = `${UpdateExpression} ${ConditionExpression}`.match(/(?<![#:\w])[a-z_]\w*/gi) ?? [];
    const words = 'SET REMOVE OR AND list_append if_not_exists attribute_not_exists'.split(' ');
    expect(bare.filter((word) => !words.includes(word))).toEqual([]);
    expect(Object.values(ExpressionAttributeNames)).toEqual(expect.arrayContaining(['state', 'source', 'umid']));
    expect(Object.values(ExpressionAttributeNames)).not.toContain('a.b #c');
  });

  test('asks for the history only where it may make the time to delivery known', () => {
    const inState = (state: string, detail?: string) =>
      updateOf((body) => Object.assign(body.payload.status, { state, detail })).ReturnValues;
    expect(inState('delivered')).toBe('ALL_NEW');
    expect(inState('delivered', 'delivered_to_recipient')).toBe('ALL_NEW');
    expect(inState('delivered', 'delivered_to_operator')).toBeUndefined();
    expect(inState('read')).toBeUndefined();
  });

  test('of an entry of the log of the vendor holds for a new item only', () => {
    expect(updateOf(() => undefined, 'vendor_log').ConditionExpression).toMatch(/^attribute_not_exists\(#\d+\)$/);
  });
});
