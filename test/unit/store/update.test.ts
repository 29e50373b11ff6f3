import { describe, expect, test } from '@jest/globals';
import { messageOf } from '../../../lambda/receipt/message.ts';
import type { UpdateRequest } from '../../../lambda/store/expression.ts';
import type { StoredMessage } from '../../../lambda/store/item.ts';
import { conditionalAppend, versionedReplace } from '../../../lambda/store/update.ts';
import type { Body } from '../../fixtures/samples.ts';
import { sampleReceiptOf } from '../../support/interpreted.ts';

const NOW = 1_767_225_600_000;

function updateOf(change?: (body: Body) => void, findPrices?: boolean) {
  return conditionalAppend(messageOf(sampleReceiptOf(change), '2026-01-01T00:00:00.000Z'), 90, NOW, findPrices);
}

type Places = Pick<UpdateRequest, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>;

/** An expression with names and values in place of its placeholders. */
function filledIn(expression: string, { ExpressionAttributeNames, ExpressionAttributeValues }: Places): string {
  return expression.replace(/[#:]\d+/g, (place) =>
    JSON.stringify(ExpressionAttributeNames[place] ?? ExpressionAttributeValues[place]),
  );
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
    const words = 'SET REMOVE OR AND BETWEEN list_append if_not_exists attribute_not_exists'.split(' ');
    expect(bare.filter((word) => !words.includes(word))).toEqual([]);
    expect(Object.values(ExpressionAttributeNames)).toEqual(expect.arrayContaining(['state', 'source', 'umid']));
    expect(Object.values(ExpressionAttributeNames)).not.toContain('a.b #c');
  });

  test('asks for the history only if it may make the time to delivery known', () => {
    const inState = (state: string, detail?: string) =>
      updateOf((body) => Object.assign(body.payload.status, { state, detail })).ReturnValues;
    expect(inState('delivered')).toBe('ALL_NEW');
    expect(inState('delivered', 'delivered_to_recipient')).toBe('ALL_NEW');
    expect(inState('delivered', 'delivered_to_operator')).toBeUndefined();
    expect(inState('read')).toBeUndefined();
  });

  test('asks for the history with a price only if prices are looked for', () => {
    const sent = (change: (payload: Body) => void, findPrices?: boolean) =>
      updateOf(({ payload }) => {
        payload.status = { state: 'sent', timestamp: '2026-01-01T00:00:00Z' };
        change(payload);
      }, findPrices).ReturnValues;
    expect(sent(() => undefined, true)).toBe('ALL_NEW');
    expect(sent((payload) => delete payload.price, true)).toBeUndefined();
    expect(sent(() => undefined)).toBeUndefined();
  });
});

describe('the write after a merge', () => {
  const message = messageOf(sampleReceiptOf(), '2026-01-01T00:00:00.000Z');
  type Stored = Pick<StoredMessage, 'version' | 'exists'> & Partial<StoredMessage>;
  const replaceOf = (stored: Stored, version = NOW) =>
    versionedReplace(message, { message: undefined, expiresAt: undefined, ...stored }, 1, version);

  test.each<[name: string, stored: Stored, condition: string]>([
    ['of its version', { version: 7, exists: true }, '"version" = {"N":"7"}'],
    [
      'without a version that we can count up',
      { version: undefined, exists: true },
      'attribute_exists("umid") AND NOT "version" BETWEEN {"N":"0"} AND {"N":"9007199254740990"}',
    ],
    ['that is gone', { version: undefined, exists: false }, 'attribute_not_exists("umid")'],
  ])('has a condition that only the item that was read meets: one %s', (_, stored, condition) => {
    const { ConditionExpression, ...places } = replaceOf(stored);
    expect(filledIn(ConditionExpression, places)).toBe(condition);
  });

  test.each([
    [7, '8'],
    [NOW, `${NOW + 1}`],
  ])('counts version %p up to %s', (version, next) => {
    const { UpdateExpression, ...places } = replaceOf({ version, exists: true }, version);
    expect(filledIn(UpdateExpression, places)).toContain(`"version" = {"N":"${next}"}`);
  });
});
