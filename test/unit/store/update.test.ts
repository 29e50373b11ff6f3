import { describe, expect, test } from '@jest/globals';
import { interpret } from '../../../lambda/receipt/interpret.ts';
import { messageOf } from '../../../lambda/receipt/message.ts';
import { conditionalAppend } from '../../../lambda/store/update.ts';
import { type Body, sampleReceipt } from '../../fixtures/samples.ts';

function updateOf(change: (body: Body) => void = () => undefined) {
  const meaning = interpret(sampleReceipt(change));
  if (meaning.kind !== 'receipt') throw new Error(JSON.stringify(meaning));
  return conditionalAppend(messageOf(meaning.receipt, '2026-01-01T00:00:00.000Z'), 90);
}

describe('the write without a read', () => {
  test('sends each value once, though most are set and compared', () => {
    const values = Object.values(updateOf().ExpressionAttributeValues).map((value) => JSON.stringify(value));
    expect(new Set(values).size).toBe(values.length);
  });

  test('gives a placeholder to the words that DynamoDB reserves, and to no other attribute', () => {
    expect(updateOf().ExpressionAttributeNames).toEqual({ '#source': 'source', '#state': 'state' });
  });

  test('gives a placeholder to every name that is not ours, whatever is in it', () => {
    const { ExpressionAttributeNames, ConditionExpression } = updateOf((body) => {
      body['a.b #c'] = 1;
      body.state = 2;
    });
    expect(ExpressionAttributeNames).toEqual({
      '#source': 'source',
      '#state': 'state',
      '#x0': 'a.b #c',
      '#x1': 'state',
    });
    expect(ConditionExpression).not.toContain('a.b');
  });
});
