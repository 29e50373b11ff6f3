import type { ValidationIssue } from '../../contract/set-aside-item.ts';
import { type Interpretation, interpret } from '../../lambda/receipt/interpret.ts';
import type { Receipt } from '../../lambda/receipt/message.ts';
import { type Body, sampleReceipt } from '../fixtures/samples.ts';

/** The meaning of a body that must be a receipt. */
export function understood(body: unknown): Extract<Interpretation, { kind: 'receipt' }> {
  const meaning = interpret(body);
  if (meaning.kind !== 'receipt') throw new Error(`not a receipt: ${JSON.stringify(meaning)}`);
  return meaning;
}

export const receiptOf = (body: unknown): Receipt => understood(body).receipt;

/** The sample receipt after a change. */
export const sampleReceiptOf = (change?: (body: Body) => void): Receipt => receiptOf(sampleReceipt(change));

/** The sample receipt with another value at a JSON pointer; without the field if the value is undefined. */
export function sampleWith(pointer: string, value: unknown): Body {
  const names = pointer.split('/').slice(1);
  return sampleReceipt((body) => {
    const parent = names.slice(0, -1).reduce((inner, name) => inner[name], body);
    const field = names.at(-1) as string;
    if (value === undefined) delete parent[field];
    else parent[field] = value;
  });
}

export const issuesOf = (body: unknown): readonly ValidationIssue[] => {
  const meaning = interpret(body);
  return meaning.kind === 'invalid' ? meaning.issues : [];
};
