import type * as v from 'valibot';
import type { ValidationIssue } from '../../contract/set-aside-item.ts';

const MAX_POINTER_LENGTH = 200;

/** The JSON pointer of a path of names and positions; ends in `…` if it was cut. */
export function pointerTo(path: readonly (string | number)[]): string {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return pointer.length <= MAX_POINTER_LENGTH ? pointer : `${pointer.slice(0, MAX_POINTER_LENGTH).toWellFormed()}…`;
}

/** The value of a body, or the reasons why it cannot be read. */
export type Parsed =
  | { readonly value: unknown; readonly issues?: never }
  | { readonly value?: never; readonly issues: readonly ValidationIssue[] };

/** A body that is unreadable as a whole. */
export function unreadable(detail: string): Parsed {
  return { issues: [bodyIssue(detail)] };
}

/** The issue of a body as a whole. */
export function bodyIssue(detail: string): ValidationIssue {
  return { pointer: '', detail };
}

const EXPECTED: Readonly<Record<string, string>> = {
  custom: 'an object',
  string: 'text',
};

/** Says in plain words what a schema found. */
export function toValidationIssue(issue: v.BaseIssue<unknown>): ValidationIssue {
  const path = issue.path?.map((step) => step.key as string | number) ?? [];
  return { pointer: pointerTo(path), detail: describe(issue) };
}

function describe(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'is required';
  const expected = EXPECTED[issue.type];
  return expected === undefined ? issue.message : `must be ${expected}, not ${typeName(issue.input)}`;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return { string: 'text', object: 'an object', number: 'a number' }[typeof value as string] ?? `a ${typeof value}`;
}
