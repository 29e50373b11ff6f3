import { expect, test } from '@jest/globals';
import { isWithOperator, outcomeText } from '../../../lookup/message-words.ts';

test.each([
  [{ state: 'queued' }, 'No answer yet'],
  [{ state: 'sent', errorCode: 1 }, 'No answer yet'],
  [{}, 'No answer yet'],
  [{ state: 'delivered', detail: 'delivered_to_operator' }, 'With the operator, no answer from the phone yet'],
  [{ state: 'delivered', detail: 'delivered_to_recipient' }, 'Delivered to the phone'],
  [{ state: 'delivered' }, 'Delivered to the phone'],
  [{ state: 'read' }, 'Delivered and read'],
  [{ state: 'undelivered', errorCode: 46 }, 'Not delivered: the phone could not be reached'],
  [{ state: 'rejected', errorCode: 777 }, 'Not delivered: not documented by 8x8 (error 777)'],
  [{ state: 'failed', errorMessage: 'Gone' }, 'Not delivered: Gone'],
  [{ state: 'failed', errorCode: 0 }, 'Not delivered: no reason is given'],
])('the outcome of %j is "%s"', (status, text) => {
  expect(outcomeText(status)).toBe(text);
  expect(isWithOperator(status)).toBe(text.startsWith('With the operator'));
});
