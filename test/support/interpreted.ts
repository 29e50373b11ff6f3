import type { ValidationIssue } from '../../contract/set-aside-item.ts';
import { interpret } from '../../lambda/receipt/interpret.ts';
import type { Receipt } from '../../lambda/receipt/message.ts';

export const receiptOf = (body: unknown): Receipt => {
  const meaning = interpret(body);
  if (meaning.kind !== 'receipt') throw new Error(`not a receipt: ${JSON.stringify(meaning)}`);
  return meaning.receipt;
};

export const issuesOf = (body: unknown): readonly ValidationIssue[] => {
  const meaning = interpret(body);
  return meaning.kind === 'invalid' ? meaning.issues : [];
};
