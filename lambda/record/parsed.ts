import type { ValidationIssue } from '../receipt/validation-issue.ts';

/** The value of a body, or the reasons why it cannot be read. */
export type Parsed =
  | { readonly value: unknown; readonly issues?: never }
  | { readonly value?: never; readonly issues: readonly ValidationIssue[] };

/** A body that is unreadable as a whole. */
export function unreadable(detail: string): Parsed {
  return { issues: [{ pointer: '', detail }] };
}
