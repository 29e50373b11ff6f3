import { describe, expect, test } from '@jest/globals';
import { interpret } from '../../../lambda/receipt/interpret.ts';
import { messageOf } from '../../../lambda/receipt/message.ts';
import type { StoredMessage } from '../../../lambda/store/item.ts';
import { conditionalAppend, versionedReplace } from '../../../lambda/store/update.ts';
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

describe('the write after a merge', () => {
  const meaning = interpret(sampleReceipt());
  if (meaning.kind !== 'receipt') throw new Error(JSON.stringify(meaning));
  const message = messageOf(meaning.receipt, '2026-01-01T00:00:00.000Z');
  const conditionOn = (stored: Pick<StoredMessage, 'version' | 'exists'>) => {
    const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = versionedReplace(
      message,
      { message: undefined, expiresAt: undefined, ...stored },
      1,
    );
    return ConditionExpression.replace(/[#:]\d+/g, (place) =>
      JSON.stringify(ExpressionAttributeNames[place] ?? ExpressionAttributeValues[place]),
    );
  };

  test.each<[name: string, stored: Pick<StoredMessage, 'version' | 'exists'>, condition: string]>([
    ['of its version', { version: 7, exists: true }, '"version" = {"N":"7"}'],
    [
      'without a version',
      { version: undefined, exists: true },
      'attribute_exists("umid") AND attribute_not_exists("version")',
    ],
    ['that is gone', { version: undefined, exists: false }, 'attribute_not_exists("umid")'],
  ])('holds only for the item that was read: one %s', (_, stored, condition) => {
    expect(conditionOn(stored)).toBe(condition);
  });

  test('removes what the message does not have', () => {
    const { UpdateExpression, ExpressionAttributeNames } = versionedReplace(
      { ...message, history: message.history.map(({ price: _, smsCount: __, ...entry }) => entry) },
      { message, version: 1, expiresAt: 1, exists: true },
      1,
    );
    const removed = UpdateExpression.split(' REMOVE ')[1]
      ?.split(', ')
      .map((place) => ExpressionAttributeNames[place]);
    expect(removed).toEqual(expect.arrayContaining(['priceTotal', 'pricePerSms', 'priceCurrency', 'smsCount']));
  });
});
